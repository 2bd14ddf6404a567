namespace Signalbox.Engine.Learnings;

/// <summary>Where a learning stands.</summary>
public enum LearningStatus
{
    /// <summary>An agent proposed it; a person moves it on.</summary>
    Proposed = 0,

    /// <summary>A person took it: prompts that ask for its kind carry it. Another answer moves it on.</summary>
    Accepted = 1,

    /// <summary>A person refused it; it is not proposed again. Another answer moves it on.</summary>
    Rejected = 2,
}
