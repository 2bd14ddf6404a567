namespace Signalbox.Engine.Workflows;

/// <summary>What an approval's deadline does (<c>on_deadline</c>).</summary>
public enum ApprovalDeadlineRule
{
    /// <summary>The approval expires and the step fails, saying so.</summary>
    Fail = 0,

    /// <summary>It counts as approved, by the deadline.</summary>
    Approve = 1,

    /// <summary>It stays open; that it is late is shown.</summary>
    Wait = 2,
}
