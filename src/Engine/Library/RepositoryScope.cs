namespace Signalbox.Engine.Library;

/// <summary>Which repositories may be known (spec 3, "Repository/Directory Support").</summary>
/// <param name="Only">Per-repository mode: absolute path of the one whose data this is. Null: global mode, any number of them.</param>
public sealed record RepositoryScope(string? Only)
{
    /// <summary>Any number of repositories.</summary>
    public static RepositoryScope Global { get; } = new((string?)null);
}
