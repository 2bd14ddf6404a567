using System.Text;

namespace Signalbox.Engine.Workspaces;

/// <summary>One call of git.</summary>
/// <param name="Folder">Where it runs.</param>
/// <param name="Arguments">Its arguments, the command first.</param>
internal sealed record GitCall(string Folder, IReadOnlyList<string> Arguments)
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    /// <summary>Bytes as characters and back without a loss: names of files need not be UTF-8.</summary>
    public static Encoding Bytes => Encoding.Latin1;

    /// <summary>How long it may take.</summary>
    public TimeSpan Limit { get; init; } = Git.ShortTime;

    /// <summary>More environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = None;

    /// <summary>Standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>How its output becomes text.</summary>
    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>The line end at the end of its output belongs to what was asked for.</summary>
    public bool KeepsLineEnd { get; init; }

    /// <summary>Bytes of output after which git is ended and the beginning is the answer; null: more than the most there can be is a fault.</summary>
    public int? Cut { get; init; }

    /// <summary>A name as git printed it in <see cref="Bytes"/>, as .NET has it.</summary>
    public static string Decoded(string name) => System.Text.Encoding.UTF8.GetString(Bytes.GetBytes(name));

    /// <summary>The same for people: on one line.</summary>
    public static string Readable(string name) => string.Concat(Decoded(name).Select(letter => char.IsControl(letter) ? '?' : letter));
}
