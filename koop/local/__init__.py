"""Real parts on a fresh machine: Apache Kafka from Maven jars and PostgreSQL from a wheel, both on loopback with passwords."""
