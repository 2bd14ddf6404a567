using System.Globalization;

namespace Signalbox.Engine.Processes;

/// <summary>
/// The files that server and supervisor share: the <c>process</c> folder of an attempt. Compiled into both.
/// <list type="bullet">
/// <item><c>launch.json</c>: what to start; the supervisor deletes it once read, because it carries the environment.</item>
/// <item><c>claim</c>: a symbolic link whose target says who holds the place. A link is made with its content in one
/// step and never twice, so there is no moment at which the place is taken by nobody known.</item>
/// <item><c>identity.pending</c>, renamed to <c>identity.json</c> once the agent runs.</item>
/// <item><c>exit.pending</c>, renamed to the exit record as the last act. <c>note</c> holds a sentence about it.</item>
/// </list>
/// The pending files exist with their space from the start, so that none of these acts needs room on the disk.
/// </summary>
internal sealed class ProcessFolder(string path)
{
    /// <summary>Target of the claim when a server took the place so that nothing will ever start.</summary>
    public const string Revoked = "revoked";

    /// <summary>Name of the environment variable that marks every process of an attempt.</summary>
    public const string MarkerName = "SIGNALBOX_ATTEMPT";

    /// <summary>Bytes kept for the identity and for the note.</summary>
    public const int ReservedBytes = 1024;

    public string Path { get; } = path;

    public string Launch => System.IO.Path.Combine(Path, "launch.json");

    public string Claim => System.IO.Path.Combine(Path, "claim");

    public string Identity => System.IO.Path.Combine(Path, "identity.json");

    public string IdentityPending => System.IO.Path.Combine(Path, "identity.pending");

    public string ExitPending => System.IO.Path.Combine(Path, "exit.pending");

    public string Note => System.IO.Path.Combine(Path, "note");

    public string Attempt => System.IO.Path.Combine(Path, "attempt");

    /// <summary>The process folder of an attempt's folder.</summary>
    public static ProcessFolder Of(string attemptDirectory) => new(System.IO.Path.Combine(attemptDirectory, "process"));

    /// <summary>The claim of a supervisor; short enough to live in the inode itself.</summary>
    public static string ClaimOf(string bootId, int pid, long startTicks) =>
        string.Create(CultureInfo.InvariantCulture, $"{bootId}:{pid}:{startTicks}");

    /// <summary>Takes the place; false when it is taken.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public bool TryClaim(string owner)
    {
        if (Posix.Symlink(owner, Claim, out var error))
        {
            return true;
        }

        return error == Posix.EEXIST ? false : throw new IOException($"{Claim}: {Posix.Describe(error)}");
    }

    /// <summary>Who holds the place; null when it is free.</summary>
    public string? ReadClaim() => new FileInfo(Claim).LinkTarget;

    /// <summary>The exit record; null before there is one.</summary>
    public ExitRecord? ReadExit()
    {
        // One stat while it runs; the folder is listed only when the pending file has been renamed.
        if (File.Exists(ExitPending) || !Directory.Exists(Path))
        {
            return null;
        }

        foreach (var file in Directory.EnumerateFiles(Path, "exit.*"))
        {
            if (ExitRecord.TryParse(System.IO.Path.GetFileName(file), out var record))
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>Records the exit; false when it is recorded already.</summary>
    public bool TryRecordExit(ExitRecord record) => Posix.Rename(ExitPending, System.IO.Path.Combine(Path, record.FileName));

    /// <summary>Overwrites the start of a reserved file in place: no new block is needed.</summary>
    public static void WriteReserved(string file, ReadOnlySpan<byte> bytes)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, bytes[..Math.Min(bytes.Length, ReservedBytes)], 0);
    }
}
