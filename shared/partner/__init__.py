"""What a partner's own system needs: publish facts, read receipts."""
