"""Makes a broker look like the topology, and says where it does not. Idempotent; a few batched calls for everything.

kafka-python's admin reports most failures as return values: every one is checked here, or a typo passes as success.
"""

from koop.provision.apply import Report, provision
from koop.provision.broker import MECHANISM, ProvisioningFailed, admin_client
from koop.provision.partner_files import write_partner_properties
from koop.provision.plan import Plan, plan

__all__ = ["MECHANISM", "Plan", "ProvisioningFailed", "Report", "admin_client", "plan", "provision", "write_partner_properties"]
