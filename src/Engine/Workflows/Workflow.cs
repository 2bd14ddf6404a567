using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workflows;

/// <summary>A workflow as people find it in a list; what runs is one of its versions (spec 2 Workflow).</summary>
public sealed class Workflow
{
    public required WorkflowId Id { get; init; }

    /// <summary>The slug, unique within its repository.</summary>
    public required string Slug { get; init; }

    public required RepositoryId RepositoryId { get; init; }

    public string? Title { get; set; }

    public string? Description { get; set; }

    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>File it came from, absolute.</summary>
    public required string SourcePath { get; set; }

    /// <summary>Faults of the file as it is now; empty when the newest version is the file's content.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; set; } = [];

    /// <summary>Newest valid version; 0 while the file has never been valid.</summary>
    public int CurrentVersion { get; set; }

    /// <summary>The file is gone; runs stay readable.</summary>
    public bool Archived { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
