using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>What a workspace holds and a checkpoint commit cannot (design/engine.md "Checkpoint commits").</summary>
/// <param name="Tree">What git says.</param>
/// <param name="Files">What git passes over.</param>
/// <param name="Ignored">How many of its ignored files and folders hold somebody's work.</param>
/// <param name="Refused">Names of files that git would not take.</param>
internal sealed record LeftOutWork(WorkTree Tree, SpecialFiles Files, int Ignored, IReadOnlyList<string> Refused)
{
    private const int MaxNames = 20;

    /// <summary>A short sentence each; empty folders only on request, for nobody's work is in them.</summary>
    public IReadOnlyList<string> Sentences(bool withEmptyFolders)
    {
        var result = new List<string>();
        AddNames(result, Tree.Repositories.Select(GitCall.Readable), "repository inside that is no submodule", "repositories inside that are no submodules");
        AddNames(result, Tree.Submodules.Select(GitCall.Readable), "submodule with work of its own", "submodules with work of their own");
        AddNames(result, Files.Special, "pipe, socket or device", "pipes, sockets or devices");
        AddNames(result, Refused.Select(GitCall.Readable), "file that git cannot take", "files that git cannot take");
        AddCount(result, Ignored, "ignored file or folder", "ignored files or folders");
        AddCount(result, withEmptyFolders ? Files.EmptyFolders : 0, "empty folder", "empty folders");
        if (!Files.IsWhole)
        {
            result.Add("more files than are looked at for pipes, sockets and empty folders");
        }

        return result;
    }

    /// <summary>Looks for it.</summary>
    public static LeftOutWork Find(string root, WorkTree tree, IReadOnlyList<string> refused, CancellationToken cancellationToken)
    {
        var except = tree.Ignored.Where(name => name.EndsWith('/')).Select(GitCall.Decoded).ToHashSet(StringComparer.Ordinal);
        return new LeftOutWork(tree, SpecialFiles.Find(root, except, cancellationToken), tree.Ignored.Count(name => !OwnFiles.IsAll(root, GitCall.Decoded(name))), refused);
    }

    private static void AddNames(List<string> sentences, IEnumerable<string> names, string one, string many)
    {
        var all = names.ToList();
        if (all.Count > 0)
        {
            var shown = string.Join(", ", all.Take(MaxNames));
            sentences.Add($"{Count(all.Count, one, many)}: {shown}{(all.Count > MaxNames ? ", ..." : "")}");
        }
    }

    private static void AddCount(List<string> sentences, int number, string one, string many)
    {
        if (number > 0)
        {
            sentences.Add(Count(number, one, many));
        }
    }

    /// <summary>A number and what it counts.</summary>
    public static string Count(int number, string one, string many) =>
        number == 1 ? $"1 {one}" : $"{number.ToString(CultureInfo.InvariantCulture)} {many}";
}
