using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces;

/// <summary>A git repository that Signalbox knows (spec 3 Repository).</summary>
public sealed class Repository
{
    public required RepositoryId Id { get; init; }

    /// <summary>Name people type: the folder's, made unique with a number.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the work tree; unique.</summary>
    public required string Path { get; init; }

    public string? DefaultBranch { get; set; }

    /// <summary>URL of the remote, without credentials.</summary>
    public string? Remote { get; set; }

    /// <summary>Whether a run fetches the default branch from the remote before it begins, and begins there.</summary>
    public bool FetchFirst { get; set; }

    /// <summary>Whether the branch of a run that completed is pushed to the remote.</summary>
    public bool PushAfter { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was forgotten: its runs stay readable, and nothing new begins in it. Null while it is known.</summary>
    public DateTimeOffset? ForgottenAt { get; set; }
}
