using System.Diagnostics;

namespace Signalbox.Bench.Machine;

/// <summary>
/// Clears up behind a run that was killed. A shell in a session of its own waits for the end of a pipe whose other end this process holds: it comes
/// however this process ends, and then everything that works in the run's folder is stopped and the folder removed. Linux.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    // A PostgreSQL is asked first, so that it ends its own children, which do not carry the folder's name.
    private const string Script = """
        trap '' INT TERM HUP
        read -r word
        [ "$word" = done ] && exit 0
        of_run() {
          for p in /proc/[0-9]*; do
            pid=${p#/proc/}
            [ "$pid" = "$$" ] && continue
            case "$(readlink "$p/cwd" 2>/dev/null) $(cat "$p/cmdline" "$p/environ" 2>/dev/null | tr '\0' ' ')" in *"$1"*) echo "$pid";; esac
          done
        }
        for pid in $(of_run "$1-pg"); do kill -QUIT "$pid" 2>/dev/null; done
        i=0
        while [ $i -lt 5 ]; do
          found=$(of_run "$1")
          [ -z "$found" ] && break
          [ $i -gt 0 ] && kill -KILL $found 2>/dev/null
          sleep 0.3
          i=$((i + 1))
        done
        rm -rf "$1" "$1-pg"
        """;

    private readonly Process _shell;

    public Watchdog(string folder)
    {
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, "watchdog", folder])
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardInput = true,
        };
        _shell = Process.Start(start) ?? throw new InvalidOperationException("the watchdog could not be started");
    }

    /// <summary>The run has cleared up behind itself.</summary>
    public void Dispose()
    {
        _shell.StandardInput.WriteLine("done");
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
