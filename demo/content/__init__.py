"""French content of the demonstration: modules, quizzes, texts."""
