using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>A change of a workspace: where it came to, why, and by whom. Never changed once written.</summary>
public sealed record WorkspaceChange
{
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Number within the workspace, from 1; the store gives it.</summary>
    public int Sequence { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required WorkspaceStatus From { get; init; }

    /// <summary>The same as <see cref="From"/> for what is no move, such as a removal that was given up.</summary>
    public required WorkspaceStatus To { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Who: a person, or <c>signalbox</c>.</summary>
    public required string Actor { get; init; }
}
