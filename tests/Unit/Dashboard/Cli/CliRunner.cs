using Signalbox.Dashboard.Cli;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Cli;

/// <summary>The command line in this process, on its own folder and, where it starts a server, on a fake engine.</summary>
internal sealed class CliRunner : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CliRunner(string? dataPath = null) => DataPath = dataPath ?? _folder.In("data");

    public FakeEngine Engine { get; } = new();

    public string DataPath { get; }

    public string Folder => _folder.Path;

    public StringWriter Output { get; } = new();

    public StringWriter Error { get; } = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public TimeSpan HolderLimit { get; set; } = TimeSpan.FromSeconds(10);

    public Task<int> RunAsync(params string[] arguments) => RunAsync(TestContext.Current.CancellationToken, arguments);

    public Task<int> RunAsync(CancellationToken stop, params string[] arguments)
    {
        Environment["SIGNALBOX_DATA"] = DataPath;
        var context = new CliContext
        {
            Output = Output,
            Error = Error,
            Environment = Environment.GetValueOrDefault,
            WorkingDirectory = Folder,
            HolderLimit = HolderLimit,
            AdjustServer = s => s with { AddEngine = (services, _, _) => Engine.Register(services) },
        };
        return SignalboxCommand.RunAsync(arguments, context, stop);
    }

    public void Dispose() => _folder.Dispose();
}
