from forum.models.marks import ForumVisit, ThreadMark
from forum.models.moderation import PostVersion, Report
from forum.models.thread import Post, Thread

__all__ = ["ForumVisit", "Post", "PostVersion", "Report", "Thread", "ThreadMark"]
