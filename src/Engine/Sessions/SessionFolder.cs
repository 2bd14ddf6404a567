using System.Globalization;
using System.Text;
using Signalbox.Engine.Files;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Sessions;

/// <summary>
/// <c>.ai/project/sessions</c> of a workspace (spec 4, 4.1). Agents and people write there too: what is read may be anything, and nothing is followed out of it.
/// A file appears whole or not at all.
/// </summary>
public sealed class SessionFolder(string workspace)
{
    public const string Progress = "claude-progress.txt";

    private const string IgnoreFile = ".gitignore";
    private const long MaxBytes = 2 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _root = Path.Combine(workspace, OwnFiles.Sessions);

    /// <summary>Whether there is something, whoever put it there.</summary>
    public bool Exists => Directory.Exists(_root);

    /// <summary>Whether git was told to leave it alone.</summary>
    public bool IsIgnored => File.Exists(Path.Combine(_root, IgnoreFile));

    /// <summary>Name of an agent's file.</summary>
    public static string AgentFile(string role) => $"agents/{role}.af";

    /// <summary>Name of a past session's log.</summary>
    public static string History(string day, int number) => string.Create(CultureInfo.InvariantCulture, $"history/{day}_session{number}.log");

    /// <summary>Why nothing can be written here; null when it can.</summary>
    public string? Fault()
    {
        var path = workspace;
        foreach (var name in (string[])[.. OwnFiles.Sessions.Split('/'), "agents"])
        {
            path = Path.Combine(path, name);
            if (new FileInfo(path) is { LinkTarget: not null } || File.Exists(path))
            {
                return $"{path} is not a folder of its own";
            }
        }

        return Path.Combine(_root, "history") is var history && (new FileInfo(history).LinkTarget is not null || File.Exists(history)) ? $"{history} is not a folder of its own" : null;
    }

    /// <summary>The text of a file; both null when there is none, a fault when it is no text that may be read.</summary>
    public async Task<(string? Text, string? Fault)> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var (file, fault, isMissing) = UntrustedFile.Open(workspace, $"{OwnFiles.Sessions}/{name}", MaxBytes, UntrustedLinks.Refused);
        if (file is null)
        {
            return (null, isMissing ? null : fault);
        }

        await using (file)
        {
            var bytes = new byte[file.Length];
            var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            try
            {
                return (Strict.GetString(bytes, 0, read), null);
            }
            catch (DecoderFallbackException)
            {
                return (null, "it is not UTF-8 text");
            }
        }
    }

    /// <summary>Writes a file in place of the one that is there.</summary>
    public async Task WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_root, name);
        PrivateFiles.CreateFolder(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path))
        {
            SetAside(name);
        }

        await PrivateFiles.WriteAsync(path, text, cancellationToken);
    }

    /// <summary>Keeps git from taking the files into commits and diffs. git reads one exclude file for all worktrees, so the folder has its own, which covers itself.</summary>
    public Task IgnoreAsync(CancellationToken cancellationToken) => WriteAsync(IgnoreFile, "*\n", cancellationToken);

    /// <summary>Keeps a file under another name: it does not parse, or is another's.</summary>
    /// <returns>That name.</returns>
    public string SetAside(string name, string why = "invalid")
    {
        var aside = $"{name}.{why}";
        for (var number = 2; Path.Exists(Path.Combine(_root, aside)); number++)
        {
            aside = string.Create(CultureInfo.InvariantCulture, $"{name}.{number}.{why}");
        }

        // A folder, or a link to one, is no file to File.Move.
        var path = Path.Combine(_root, name);
        if (Directory.Exists(path))
        {
            Directory.Move(path, Path.Combine(_root, aside));
        }
        else
        {
            File.Move(path, Path.Combine(_root, aside));
        }

        return aside;
    }
}
