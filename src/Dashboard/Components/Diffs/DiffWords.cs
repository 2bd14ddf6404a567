using System.Globalization;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Dashboard.Components.Diffs;

/// <summary>What a person reads about a changed file.</summary>
public static class DiffWords
{
    /// <summary>What became of it.</summary>
    public static string Status(DiffFileStatus status) => status switch
    {
        DiffFileStatus.Added => "Added",
        DiffFileStatus.Modified => "Changed",
        DiffFileStatus.Deleted => "Deleted",
        DiffFileStatus.Renamed => "Renamed",
        DiffFileStatus.TypeChanged => "Another kind",
    };

    /// <summary>Its colour.</summary>
    public static string Pill(DiffFileStatus status) => status switch
    {
        DiffFileStatus.Added => "pill ok",
        DiffFileStatus.Deleted => "pill bad",
        DiffFileStatus.Renamed or DiffFileStatus.TypeChanged => "pill run",
        DiffFileStatus.Modified => "pill",
    };

    /// <summary>One letter where there is no room for the word.</summary>
    public static string Letter(DiffFileStatus status) => status switch
    {
        DiffFileStatus.Added => "A",
        DiffFileStatus.Modified => "M",
        DiffFileStatus.Deleted => "D",
        DiffFileStatus.Renamed => "R",
        DiffFileStatus.TypeChanged => "T",
    };

    /// <summary>What else is worth knowing, beside the lines.</summary>
    public static IEnumerable<string> Notes(DiffFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.IsModeChanged)
        {
            yield return $"{Mode(file.OldMode)} → {Mode(file.NewMode)}";
        }

        if (file.IsGenerated)
        {
            yield return "generated";
        }

        if (file.IsBinary)
        {
            yield return "binary";
        }
    }

    /// <summary>Why there are no lines; null when there are.</summary>
    public static string? Instead(DiffFile file, FileDiff diff)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(diff);
        return diff.Fault ?? diff.Kind switch
        {
            FileDiffKind.Text => diff.Hunks.Count == 0 ? "The file is empty." : null,
            FileDiffKind.Binary => $"A binary file: {Sizes(diff)}.",
            FileDiffKind.TooLarge => $"Too large to compare line by line: {Sizes(diff)}.",
            FileDiffKind.Submodule => $"Another repository inside this one: {Commit(file.OldBlob)} → {Commit(file.NewBlob)}.",
            FileDiffKind.Same => "The content is the same.",
        };
    }

    /// <summary>A size in bytes.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024:0.0} MiB"),
    };

    /// <summary>A number and what it counts.</summary>
    public static string Count(int number, string one, string many) => $"{number.ToString("N0", CultureInfo.InvariantCulture)} {(number == 1 ? one : many)}";

    private static string Sizes(FileDiff diff) => (diff.OldBytes, diff.NewBytes) switch
    {
        (null, { } now) => Size(now),
        ({ } before, null) => $"{Size(before)} before",
        ({ } before, { } now) => $"{Size(before)} → {Size(now)}",
        _ => "its size is not known",
    };

    private static string Commit(string id) => id.AsSpan().IndexOfAnyExcept('0') < 0 ? "nothing" : id[..Math.Min(12, id.Length)];

    private static string Mode(string mode) => mode switch
    {
        "100644" => "plain file",
        "100755" => "executable",
        "120000" => "link",
        "160000" => "repository",
        _ => mode,
    };
}
