namespace Signalbox.Engine.Runs;

/// <summary>Where a question to a person stands.</summary>
public enum ApprovalStatus
{
    /// <summary>Asked; a person, the deadline or the run's end moves it on.</summary>
    Open = 0,

    /// <summary>A person, or the deadline by its rule, said yes.</summary>
    Approved = 1,

    /// <summary>A person said no.</summary>
    Rejected = 2,

    /// <summary>A person wants the work done again, and said what is to change.</summary>
    ChangesRequested = 3,

    /// <summary>The deadline came, or the run ended, before an answer.</summary>
    Expired = 4,
}
