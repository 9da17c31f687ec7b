"""DAGs that retrain Perplex's models, a configuration file each."""
