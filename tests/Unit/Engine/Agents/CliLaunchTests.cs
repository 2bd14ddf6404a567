using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Unit.Engine.Agents;

public sealed class CliLaunchTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Claude_Resumes_ByItsSessionId() =>
        Assert.Equal(
            ["claude", "-p", "--output-format", "stream-json", "--verbose", "--resume", "s-1"],
            new ClaudeDialect().Launch(_bench.Request with { ResumeSession = "s-1" }).Command);

    [Fact]
    public void Codex_Resumes_WithItsOptionsBeforeTheVerb() =>
        Assert.Equal(
            ["codex", "exec", "--json", "--sandbox", "read-only", "--cd", _bench.Folder.Path, "resume", "th-1", "-"],
            new CodexDialect().Launch(_bench.Request with { ResumeSession = "th-1", Options = Options(("sandbox", "read-only")) }).Command);

    [Fact]
    public void Copilot_AllOptions_EachToolIsAnArgumentOfItsOwn()
    {
        var launch = new CopilotDialect().Launch(_bench.Request with
        {
            Model = "model-b",
            ResumeSession = "se-7",
            Options = Options(("allow_tool", new List<object?> { "shell(git:*)", "write" }), ("deny_tool", "shell(rm)"), ("allow_all_tools", false), ("add_dir", "/opt/x")),
        });

        Assert.Equal(
            ["copilot", "-p", "Say four.", "--output-format", "json", "--no-ask-user", "--model", "model-b", "--allow-tool", "shell(git:*)", "--allow-tool", "write", "--deny-tool", "shell(rm)", "--add-dir", "/opt/x", "--resume", "se-7"],
            launch.Command);
        Assert.False(launch.PromptOnInput);
    }

    [Fact]
    public void Copilot_AllTools_IsASwitch() =>
        Assert.Contains("--allow-all-tools", new CopilotDialect().Launch(_bench.Request with { Options = Options(("allow_all_tools", true)) }).Command);

    [Fact]
    public void Gemini_AllOptions_AreArguments() =>
        Assert.Equal(
            ["gemini", "-p", "Say four.", "--output-format", "stream-json", "--model", "gem-1", "--approval-mode", "auto_edit", "--allowed-tools", "a,b", "--include-directories", "/opt/x"],
            new GeminiDialect().Launch(_bench.Request with
            {
                Model = "gem-1",
                ResumeSession = "g-1",
                Options = Options(("approval_mode", "auto_edit"), ("allowed_tools", new List<object?> { "a", "b" }), ("include_directories", "/opt/x")),
            }).Command);

    [Theory]
    [InlineData("-rf is what I ask about")]
    [InlineData("The key is hunter2-hunter2.")]
    [InlineData(null)]
    public void PromptThatIsNoGoodArgument_GoesInOnStandardInput(string? prompt)
    {
        // Null stands for one that is longer than an argument may be.
        var request = _bench.Request with { Prompt = prompt ?? new string('é', 40_000), Secrets = ["hunter2-hunter2\n"] };

        Assert.Equal(["gemini", "--output-format", "stream-json"], new GeminiDialect().Launch(request).Command);
        Assert.True(new GeminiDialect().Launch(request).PromptOnInput);
        Assert.Equal(["copilot", "--output-format", "json", "--no-ask-user"], new CopilotDialect().Launch(request).Command);
    }

    [Theory]
    [InlineData("--dangerously-skip-permissions")]
    [InlineData("")]
    [InlineData("a\nb")]
    public void SessionThatIsNoArgument_IsRefused(string session)
    {
        var request = _bench.Request with { ResumeSession = session };

        Assert.Throws<CliOptionException>(() => new ClaudeDialect().Launch(request));
        Assert.Throws<CliOptionException>(() => new CodexDialect().Launch(request));
        Assert.Throws<CliOptionException>(() => new CopilotDialect().Launch(request));
    }

    [Theory]
    [InlineData(41, "auth", "sign in")]
    [InlineData(42, "bad_input", "does not accept its prompt")]
    [InlineData(53, "max_turns", "used up its turns")]
    public void Gemini_ExitCodeOfItsOwn_SaysWhatItStandsFor(int code, string expected, string words)
    {
        var error = new GeminiDialect().FaultOf(code, "its last words")!;

        Assert.Equal(expected, error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("its last words", error.Message, StringComparison.Ordinal);
        Assert.False(error.Retryable);
        Assert.Null(new GeminiDialect().FaultOf(1, "x"));
    }

    [Theory]
    [InlineData(1.5, 0.4, 1.1)]
    [InlineData(1.5, null, 1.5)]
    [InlineData(0.3, 0.4, 0.3)]
    public void CostOfASession_OfAnAttemptThatResumed_IsTheDifference(double sum, double? before, double expected)
    {
        var request = _bench.Request with { ResumeSession = "s", ResumeUsage = new AgentUsage { CostUsd = (decimal?)before } };

        Assert.Equal((decimal)expected, CliCost.OfAttempt(new AgentUsage { CostUsd = (decimal)sum }, costIsOfSession: true, request)!.CostUsd);
    }

    [Fact]
    public void CostOfASession_OfANewOne_IsTheSum()
    {
        var usage = new AgentUsage { CostUsd = 2m };

        Assert.Same(usage, CliCost.OfAttempt(usage, costIsOfSession: true, _bench.Request with { ResumeUsage = new AgentUsage { CostUsd = 1m } }));
        Assert.Same(usage, CliCost.OfAttempt(usage, costIsOfSession: false, _bench.Request with { ResumeSession = "s", ResumeUsage = new AgentUsage { CostUsd = 1m } }));
    }

    private static Dictionary<string, object?> Options(params (string Name, object? Value)[] options) => options.ToDictionary(o => o.Name, o => o.Value, StringComparer.Ordinal);
}
