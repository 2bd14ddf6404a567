using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Agents.Shell;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>An agent with fakes around it.</summary>
internal sealed class AgentBench : IDisposable
{
    public AgentBench()
    {
        Runner = new AttemptRunner(Host, new LogPump(Logs, new LogSignals(), TimeProvider.System), new AgentEnvironment(new Dictionary<string, string>(StringComparer.Ordinal)), new ProcessLimits(), TimeProvider.System);
        Request = new AgentRequest
        {
            RunId = EntityId.New<RunId>(),
            Epoch = 1,
            AttemptId = EntityId.New<AttemptId>(),
            Directory = Folder["attempt"],
            WorkingDirectory = Folder.Path,
            Prompt = "Say four.",
            Script = "echo four",
            Timeout = TimeSpan.FromSeconds(300),
        };
    }

    public TemporaryFolder Folder { get; } = new();

    public FakeProcessHost Host { get; } = new();

    public FakeLogStore Logs { get; } = new();

    public RecordingSink Sink { get; } = new();

    public AttemptRunner Runner { get; }

    public AgentRequest Request { get; set; }

    public AgentPrices Prices { get; set; } = AgentPrices.None;

    public IAgent Claude => new CliAgent(new ClaudeDialect(), Runner, Logs, Prices);

    public IAgent Codex => new CliAgent(new CodexDialect(), Runner, Logs, Prices);

    public IAgent Copilot => new CliAgent(new CopilotDialect(), Runner, Logs, Prices);

    public IAgent Gemini => new CliAgent(new GeminiDialect(), Runner, Logs, Prices);

    public IAgent Shell => new ShellAgent(Runner);

    public Task<AgentResult> RunAsync(IAgent agent) => agent.RunAsync(Request, Sink, TestContext.Current.CancellationToken);

    public void Dispose() => Folder.Dispose();
}
