using System.Globalization;
using System.Text;

namespace Signalbox.E2E.Faults;

/// <summary>A random tree of processes: scripts that start each other, leave sessions and parents, and do not listen. Each notes its process id.</summary>
internal sealed class TreeScript
{
    private const int Deepest = 4;
    private const int Largest = 12;

    /// <summary>How a child is started; the last ones lose their parent, their session, their environment or all of these.</summary>
    private static readonly string[] Starts =
    [
        "sh '{0}' &",
        "setsid sh '{0}' &",
        "( sh '{0}' & )",
        "( setsid sh '{0}' & )",
        "env -i sh '{0}' &",
        "( env -i /usr/bin/setsid /bin/sh '{0}' < /dev/null > /dev/null 2>&1 & )",
        "nohup sh '{0}' > /dev/null 2>&1 &",
    ];

    /// <summary>What a process does when its children are on their way.</summary>
    private static readonly string[] Lives =
    [
        "exec sleep 600",
        "while :; do sleep 0.2; done",
        "while :; do sleep 0.1 & wait $!; done",
        "exec < /dev/null > /dev/null 2>&1; exec sleep 600",
        "kill -STOP $$; exec sleep 600",
        "cd /; exec sleep 600",
    ];

    private readonly Random _random;
    private readonly string _folder;
    private readonly string _pids;

    public TreeScript(Random random, string folder, string pids)
    {
        _random = random;
        _folder = Directory.CreateDirectory(folder).FullName;
        _pids = pids;
        Root = Grow(depth: 0);
    }

    /// <summary>The script of the first process, which stays.</summary>
    public string Root { get; }

    /// <summary>Processes that it starts, itself included.</summary>
    public int Nodes { get; private set; }

    /// <summary>The process ids noted so far.</summary>
    public IReadOnlyList<int> Processes() =>
        File.Exists(_pids) ? [.. File.ReadAllText(_pids).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => int.Parse(l, CultureInfo.InvariantCulture))] : [];

    private string Grow(int depth)
    {
        Nodes++;
        var path = Path.Combine(_folder, $"{Nodes}.sh");
        var script = new StringBuilder();
        if (_random.Next(2) == 0)
        {
            script.AppendLine("trap '' TERM INT HUP QUIT");
        }

        for (var children = depth == 0 ? 1 + _random.Next(3) : depth == Deepest ? 0 : _random.Next(3); children > 0 && Nodes < Largest; children--)
        {
            script.AppendFormat(CultureInfo.InvariantCulture, Starts[_random.Next(Starts.Length)], Grow(depth + 1)).AppendLine();
        }

        script.AppendLine(CultureInfo.InvariantCulture, $"echo $$ >> '{_pids}'");

        // Some end at once and leave their children to whoever takes them.
        script.AppendLine(depth > 0 && _random.Next(4) == 0 ? "exit 0" : Lives[_random.Next(Lives.Length)]);
        File.WriteAllText(path, script.ToString());
        return path;
    }
}
