"""What the worker process runs. Each job is a function ``(context, *arguments)``, without Qt."""
