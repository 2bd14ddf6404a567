namespace Signalbox.Engine.Transfer;

/// <summary>Names in an export; paths have forward slashes.</summary>
public static class TransferLayout
{
    /// <summary>What it is and holds.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>Folder of the tables.</summary>
    public const string Tables = "tables";

    /// <summary>Folder of the files of the data directory.</summary>
    public const string Files = "files";

    /// <summary>The list of them.</summary>
    public const string FileList = "files.jsonl";

    /// <summary>Folder of the repositories' bundles.</summary>
    public const string Bundles = "bundles";

    internal const string Runs = "runs";
    internal const string Templates = "templates";

    /// <summary>File of a table.</summary>
    public static string Table(string name) => $"{Tables}/{name}.jsonl";
}
