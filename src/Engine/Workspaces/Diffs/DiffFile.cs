namespace Signalbox.Engine.Workspaces.Diffs;

/// <summary>A file that differs between two states of a workspace (spec 3 Workspace, "diffs per step and whole").</summary>
public sealed record DiffFile
{
    /// <summary>Its path, or its last one when it was deleted; bytes that are no UTF-8 are U+FFFD.</summary>
    public required string Path { get; init; }

    /// <summary>The path that it had; null unless it was renamed.</summary>
    public string? OldPath { get; init; }

    /// <summary>What became of it.</summary>
    public required DiffFileStatus Status { get; init; }

    /// <summary>git's mode before, six octal digits; <c>000000</c> when it was not there.</summary>
    public required string OldMode { get; init; }

    /// <summary>git's mode after, six octal digits; <c>000000</c> when it is not there.</summary>
    public required string NewMode { get; init; }

    /// <summary>Id of the content before; all zeros when it was not there.</summary>
    public required string OldBlob { get; init; }

    /// <summary>Id of the content after; all zeros when it is not there.</summary>
    public required string NewBlob { get; init; }

    /// <summary>Lines added; null where lines are not counted (binary).</summary>
    public int? Added { get; init; }

    /// <summary>Lines removed; null where lines are not counted (binary).</summary>
    public int? Removed { get; init; }

    /// <summary>git takes it for binary: for a NUL byte, its size, or what the repository's attributes say.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Made by a program rather than written: by its name (<see cref="GeneratedNames"/>).</summary>
    public bool IsGenerated => GeneratedNames.Has(Path);

    /// <summary>Another repository inside this one: its "content" is a commit.</summary>
    public bool IsSubmodule => OldMode is Submodule || NewMode is Submodule;

    /// <summary>Both sides are there and the mode is another, for example because it became executable.</summary>
    public bool IsModeChanged => OldMode is not Nothing && NewMode is not Nothing && !string.Equals(OldMode, NewMode, StringComparison.Ordinal);

    internal const string Nothing = "000000";
    internal const string Submodule = "160000";
}
