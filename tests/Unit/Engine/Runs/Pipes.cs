using System.Diagnostics;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Named pipes: whoever opens one as a file waits for ever.</summary>
internal static class Pipes
{
    /// <summary>Puts one in the place of a file.</summary>
    public static async Task PutAsync(string path, CancellationToken cancellationToken)
    {
        File.Delete(path);
        using var make = Process.Start("mkfifo", [path]);
        await make.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, make.ExitCode);
    }
}
