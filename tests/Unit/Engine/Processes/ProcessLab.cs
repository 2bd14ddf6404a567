using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Processes;

/// <summary>A temporary data directory with the real supervisor, and a ledger in which test processes write their ids.</summary>
public sealed class ProcessLab : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<DurableProcessHost> _hosts = [];
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("signalbox-processes-");

    public ProcessLab()
    {
        Options = new ProcessHostOptions { DataDirectory = Path.Combine(Root, "data"), SupervisorSource = SupervisorSource };
        Host = NewHost();
        Directory.CreateDirectory(Work);
    }

    /// <summary>Where the build puts the supervisor.</summary>
    public static string SupervisorSource { get; } = Path.Combine(
        Metadata("RepositoryRoot"),
        "src",
        "Supervisor",
        "bin",
        typeof(ProcessLab).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration,
        "net10.0");

    public string Root => _root.FullName;

    public string Work => Path.Combine(Root, "work");

    public string Ledger => Path.Combine(Work, "ledger");

    public ProcessHostOptions Options { get; }

    public DurableProcessHost Host { get; }

    /// <summary>Another server's host: it shares nothing with the first but the files.</summary>
    public DurableProcessHost NewHost()
    {
        var host = new DurableProcessHost(Options, new SupervisorInstaller(Options), TimeProvider.System, NullLogger<DurableProcessHost>.Instance);
        _hosts.Add(host);
        return host;
    }

    public ProcessSpec Shell(string script) => Spec("sh", "-c", script);

    public ProcessSpec Spec(params string[] command)
    {
        var id = EntityId.New<AttemptId>();
        return new ProcessSpec
        {
            AttemptId = id,
            Directory = Path.Combine(Root, id.Value),
            Command = command,
            WorkingDirectory = Work,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/local/bin:/usr/bin:/bin" },
            Timeout = TimeSpan.FromMinutes(1),
            Grace = TimeSpan.FromMilliseconds(300),
        };
    }

    public async Task<ProcessExit> RunAsync(ProcessSpec spec)
    {
        await Host.StartAsync(spec, TestContext.Current.CancellationToken);
        return await Host.WaitForExitAsync(spec.Directory, TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    public static string Output(ProcessSpec spec) => File.ReadAllText(Path.Combine(spec.Directory, "stdout.log"));

    /// <summary>The process ids in the ledger.</summary>
    public IReadOnlyList<int> LedgerPids() =>
        [.. (File.Exists(Ledger) ? File.ReadAllLines(Ledger) : []).Select(l => int.Parse(l, CultureInfo.InvariantCulture))];

    public async Task<IReadOnlyList<int>> WaitForLedgerAsync(int count)
    {
        await UntilAsync(() => LedgerPids().Count >= count, $"{count} processes in the ledger");
        return LedgerPids();
    }

    public static bool IsAlive(int pid) => ProcessTable.Read(pid) is { IsAlive: true };

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, "still waiting for " + what);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var folder in Directory.EnumerateDirectories(Root, "at_*"))
        {
            // A test that failed half-way leaves nothing running either.
            if (SupervisorClaim.TryParse(ProcessFolder.Of(folder).ReadClaim(), out var supervisor) && supervisor.IsAlive())
            {
                _ = Posix.Kill(supervisor.Pid, Posix.SIGTERM);
            }
        }

        _hosts.ForEach(h => h.Dispose());
        _root.Delete(recursive: true);
    }

    private static string Metadata(string key) =>
        typeof(ProcessLab).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => string.Equals(a.Key, key, StringComparison.Ordinal)).Value!;
}
