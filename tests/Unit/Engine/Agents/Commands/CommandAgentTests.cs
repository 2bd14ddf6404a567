using System.Runtime.Versioning;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Agents.Commands;

namespace Signalbox.Unit.Engine.Agents.Commands;

[SupportedOSPlatform("linux")]
public sealed class CommandAgentTests : IDisposable
{
    private static readonly CommandAgentSettings Lines = new()
    {
        Id = "mine",
        Command = ["mine", "--go"],
        Resume = ["mine", "--resume={session}"],
        Output = CommandOutput.JsonLines,
        Fields = new CommandFields
        {
            Text = "message.content",
            Thinking = "thought",
            Answer = "final",
            Session = "session",
            Model = "meta.model",
            Error = "error.message",
            Tool = "tool",
            File = "wrote",
            InputTokens = "usage.in",
            OutputTokens = "usage.out",
            CacheReadTokens = "usage.cached",
            CostUsd = "usage.usd",
        },
    };

    private readonly AgentBench _bench = new();
    private readonly List<AgentEvent> _events = [];

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Launch_Places_AreFilledOnceAndEachStaysOneArgument()
    {
        var settings = new CommandAgentSettings { Id = "mine", Command = ["mine", "--model={model}", "--in", "{workspace}/src", "--say", "{prompt}", "--file={prompt_file}"] };
        var request = _bench.Request with { Model = "m-1", Prompt = "say {model} && rm -rf /" };

        var launch = new CommandDialect(settings).Launch(request);

        Assert.Equal(["mine", "--model=m-1", "--in", $"{_bench.Folder.Path}/src", "--say", "say {model} && rm -rf /", $"--file={_bench.Folder["attempt/prompt.md"]}"], launch.Command);
        Assert.False(launch.PromptOnInput);
    }

    [Fact]
    public void Launch_NoModelAndNoPromptPlace_LeavesTheArgumentOutAndFeedsThePrompt()
    {
        var launch = new CommandDialect(new CommandAgentSettings { Id = "mine", Command = ["mine", "--model={model}", "-"] }).Launch(_bench.Request);

        Assert.Equal(["mine", "-"], launch.Command);
        Assert.True(launch.PromptOnInput);
    }

    [Fact]
    public void Launch_ModelOfTheAgent_StandsWhereTheStepNamesNone()
    {
        var dialect = new CommandDialect(new CommandAgentSettings { Id = "mine", Command = ["mine", "--model={model}"], Model = "own-1" });

        Assert.Equal(["mine", "--model=own-1"], dialect.Launch(_bench.Request).Command);
        Assert.Equal(["mine", "--model=m-1"], dialect.Launch(_bench.Request with { Model = "m-1" }).Command);
        Assert.Equal("own-1", dialect.Model);
    }

    [Fact]
    public void Launch_Resume_TakesTheOtherTemplate()
    {
        Assert.Equal(["mine", "--resume=s-1"], new CommandDialect(Lines).Launch(_bench.Request with { ResumeSession = "s-1" }).Command);
        Assert.Equal(["mine", "--go"], new CommandDialect(Lines with { Resume = null }).Launch(_bench.Request with { ResumeSession = "s-1" }).Command);
    }

    [Theory]
    [InlineData("the password is hunter2-hunter2", "holds a secret")]
    [InlineData("a\0b", "holds a NUL")]
    [InlineData(null, "longer than 64 KiB")]
    public void Launch_PromptThatCannotBeAnArgument_SaysWhatToChange(string? prompt, string words)
    {
        // Null stands for a long one.
        var request = _bench.Request with { Prompt = prompt ?? new string('x', 70_000), Secrets = ["hunter2-hunter2"] };

        var fault = Assert.Throws<CliOptionException>(() => new CommandDialect(new CommandAgentSettings { Id = "mine", Command = ["mine", "{prompt}"] }).Launch(request));

        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Contains("Agents:Commands:mine:Command", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Launch_Options_AreRefused() =>
        Assert.Throws<CliOptionException>(() => new CommandDialect(Lines).Launch(_bench.Request with { Options = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x"] = 1L } }));

    [Fact]
    public void FindFaults_EverythingWrong_IsToldAtOnce()
    {
        var settings = new CommandAgentSettings
        {
            Id = "mine",
            Command = ["{prompt}", "--x={colour}"],
            Resume = ["mine"],
            Output = CommandOutput.Text,
            Fields = new CommandFields { Text = "a..b" },
        };

        Assert.Equal(
            [
                "Command: the program itself cannot be a place for a value, found '{prompt}'",
                "Command: {colour} is no place for a value; there are {prompt}, {prompt_file}, {workspace}, {model}",
                "Resume: nothing in it is {session}, so that it could not go on with one",
                "Resume: Fields:Session is missing, so that no session is ever known",
                "Fields: Text cannot be read from text; Output must be jsonl",
                "Fields:Text: found 'a..b', allowed are names with dots between, such as message.content",
            ],
            settings.FindFaults());
        Assert.Equal(["Command: the program is missing"], (settings with { Command = [], Resume = null, Fields = new CommandFields() }).FindFaults());
        Assert.Equal(["Fields: Text or Answer is needed, or there is never an answer"], (Lines with { Fields = new CommandFields { Session = "s" } }).FindFaults());
        Assert.Empty(Lines.FindFaults());
    }

    [Fact]
    public void JsonLines_WholeStream_EveryFieldIsRead()
    {
        var result = Read(
            "starting up",
            """{"session":"s-1","meta":{"model":"m-1"},"unknown":[1]}""",
            """{"thought":"hm"}""",
            """{"message":{"content":"I begin."}}""",
            """{"tool":"grep","usage":{"in":5}}""",
            """{"wrote":"src/a.txt"}""",
            """{"message":{"content":{"odd":true}},"usage":{"in":10,"out":3,"cached":2,"usd":0.01}}""",
            """{"final":"Done.","error":null}""");

        Assert.True(result.Complete);
        Assert.Null(result.Error);
        Assert.Equal("Done.", result.FinalText);
        Assert.Equal("s-1", result.SessionId);
        Assert.Equal("m-1", result.Model);
        Assert.Equal(new AgentUsage { InputTokens = 10, OutputTokens = 3, CacheReadTokens = 2, CostUsd = 0.01m }, result.Usage);
        Assert.Equal("grep", Assert.Single(result.ToolCalls).Name);
        Assert.Equal([new AgentEvent.Text("I begin."), new AgentEvent.Text("""{"odd":true}""")], _events.OfType<AgentEvent.Text>());
        Assert.Contains(new AgentEvent.FileChanged("src/a.txt", "update"), _events);
        Assert.Contains(new AgentEvent.Thinking("hm"), _events);
        Assert.Equal(["starting up"], result.Warnings);
    }

    [Fact]
    public void JsonLines_AnswerNeverCame_IsIncomplete()
    {
        var result = Read("""{"message":{"content":"I begin."}}""", """{"final":"Do""");

        Assert.False(result.Complete);
        Assert.Equal("I begin.", result.FinalText);
        Assert.Null(result.Usage);
    }

    [Theory]
    [InlineData("status 429: slow down", "rate_limit")]
    [InlineData("Unauthorized", "auth")]
    [InlineData("it broke", "agent_error")]
    public void JsonLines_Error_IsUnderstood(string words, string code) => Assert.Equal(code, Read($$$"""{"error":{"message":"{{{words}}}"}}""").Error!.Code);

    [Fact]
    public async Task RunAsync_Text_AllOfItIsTheAnswer()
    {
        _bench.Host.Stdout = "\u001b[1mLine one\u001b[0m\n\nLine two\n";
        _bench.Host.End();

        var result = await _bench.RunAsync(Agent(new CommandAgentSettings { Id = "mine", Command = ["mine"] }));

        Assert.Equal(AgentOutcome.Succeeded, result.Outcome);
        Assert.Equal("Line one\n\nLine two", result.FinalText);
        Assert.Null(result.Usage);
        Assert.Null(result.SessionId);
    }

    [Fact]
    public async Task RunAsync_TextAndExitCode_IsFailed()
    {
        _bench.Host.Stdout = "half";
        _bench.Host.Stderr = "cannot go on\n";
        _bench.Host.End(code: 3);

        var result = await _bench.RunAsync(Agent(new CommandAgentSettings { Id = "mine", Command = ["mine"] }));

        Assert.Equal("exit_code", result.Error!.Code);
        Assert.Contains("cannot go on", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_VeryLong_TheEndIsTheAnswer()
    {
        var result = DialectReader.Read(new CommandDialect(new CommandAgentSettings { Id = "mine", Command = ["mine"] }), _events, Enumerable.Range(0, 20_000).Select(n => $"{n:D6} {new string('x', 40)}"));

        Assert.True(result.FinalText!.Length <= 256 * 1024);
        Assert.EndsWith($"019999 {new string('x', 40)}", result.FinalText, StringComparison.Ordinal);
        Assert.Single(result.Warnings);
    }

    private CliAgent Agent(CommandAgentSettings settings) => new(new CommandDialect(settings), _bench.Runner, _bench.Logs, AgentPrices.None);

    private CliStreamResult Read(params string[] lines) => DialectReader.Read(new CommandDialect(Lines), _events, lines);
}
