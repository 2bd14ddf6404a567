using Signalbox.Engine.Files;

namespace Signalbox.Dashboard.Api;

/// <summary>Opens output files of a run for download; the names come from agents and from the network.</summary>
internal static class ArtifactFiles
{
    /// <summary>Whether this names a file in the outputs of a step, relative to the run's folder: <c>steps/01_plan/outputs/plan.md</c>.</summary>
    public static bool IsOutputPath(string path)
    {
        var parts = path.Split('/');
        var outputs = Array.IndexOf(parts, "outputs");
        return parts[0] is "steps"
            && outputs >= 2
            && outputs < parts.Length - 1
            && path.Length <= 1024
            && Array.TrueForAll(parts, p => p is not ("" or "." or ".."))
            && !path.Any(c => char.IsControl(c) || c == '\\');
    }

    /// <summary>Bytes of the file; null when it cannot be opened.</summary>
    public static long? LengthOf(string runDirectory, string path)
    {
        using var file = TryOpen(runDirectory, path);
        return file?.Length;
    }

    /// <summary>The file, or null when there is none that may be served.</summary>
    public static FileStream? TryOpen(string runDirectory, string path) => IsOutputPath(path) ? UntrustedFile.Open(runDirectory, path, long.MaxValue, UntrustedLinks.Refused).File : null;
}
