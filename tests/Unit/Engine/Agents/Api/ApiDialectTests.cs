using System.Runtime.Versioning;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Engine.Agents.Api;

[SupportedOSPlatform("linux")]
public sealed class ApiDialectTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RunAsync_WholeAnswer_TheKeyReachesTheProcessAndNothingElse()
    {
        _bench.Request = _bench.Request with { Model = "model-a", ResumeSession = "at_1", Options = Options(("max_tokens", 100L), ("effort", "high"), ("system", "Be\nbrief.")) };
        _bench.Host.Stdout = $$"""
            {"type":"session","session_id":"at_1","model":"model-a","turns_before":2}
            {"type":"text","text":"The key is {{ApiBench.Key}}\n"}
            {"type":"text","text":"Four"}
            {"type":"usage","input_tokens":10,"output_tokens":2,"cache_read_tokens":null,"cache_creation_tokens":null}
            {"type":"result","stop_reason":"done","duration_ms":5}
            """;
        _bench.Host.End();

        var result = await _bench.RunAsync(Agent(Key));

        Assert.Equal(AgentOutcome.Succeeded, result.Outcome);
        Assert.Equal("at_1", result.SessionId);
        Assert.EndsWith("\nFour", result.FinalText, StringComparison.Ordinal);
        var spec = Assert.Single(_bench.Host.Started);
        Assert.Equal(["/usr/bin/api", "api-agent"], spec.Command);
        Assert.Equal(ApiBench.Key, spec.Environment[ApiCall.KeyVariable]);
        Assert.DoesNotContain(ApiBench.Key, spec.Environment[ApiCall.Variable], StringComparison.Ordinal);
        var call = ApiCall.FromJson(spec.Environment[ApiCall.Variable])!;
        Assert.Equal(
            new ApiCall { Kind = ApiKind.Anthropic, BaseUrl = new Uri("https://api.anthropic.com"), Model = "model-a", NewSession = _bench.Request.AttemptId.Value, Directory = _bench.Request.Directory, Session = "at_1", MaxTokens = 100, Effort = "high", System = "Be\nbrief." },
            call);
        Assert.Contains("The key is ***", _bench.Logs.Text(LogStream.Stdout), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoKey_StartsNothingAndSaysWhereItShouldBe()
    {
        _bench.Request = _bench.Request with { Model = "model-a" };

        var result = await _bench.RunAsync(Agent(_ => null));

        Assert.Equal("bad_option", result.Error!.Code);
        Assert.Contains("ANTHROPIC_API_KEY is not set", result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Host.Started);
    }

    [Theory]
    [InlineData("max_tokens", 0L, "a whole number from 1 to 1000000")]
    [InlineData("effort", "utmost", "low, medium, high")]
    [InlineData("temperature", 0.5, "has no option 'temperature'")]
    public async Task RunAsync_BadOption_SaysWhatIsAllowed(string name, object value, string allowed)
    {
        _bench.Request = _bench.Request with { Model = "model-a", Options = Options((name, value)) };

        var result = await _bench.RunAsync(Agent(Key));

        Assert.Contains(allowed, result.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Host.Started);
    }

    [Fact]
    public void Launch_WithoutAModel_SaysWhereToNameOne()
    {
        var fault = Assert.Throws<CliOptionException>(() => Dialect(Key).Launch(_bench.Request));

        Assert.Contains("Agents:Api:anthropic:Model", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindFault_KeyIsThere_IsNone()
    {
        Assert.Null(Dialect(Key).FindFault());
        Assert.Contains("ANTHROPIC_API_KEY is not set", Dialect(_ => null).FindFault(), StringComparison.Ordinal);
        Assert.Null(new ApiDialect(ApiAgentSettings.OpenAI with { ApiKey = null }, Settings(_ => null)).FindFault());
    }

    private static string? Key(string name) => name is "ANTHROPIC_API_KEY" ? ApiBench.Key : null;

    private static AgentSettings Settings(Func<string, string?> environment) => new() { ApiProgram = ["/usr/bin/api", "api-agent"], ServerEnvironment = environment };

    private static ApiDialect Dialect(Func<string, string?> environment) => new(ApiAgentSettings.Anthropic, Settings(environment));

    private CliAgent Agent(Func<string, string?> environment) => new(Dialect(environment), _bench.Runner, _bench.Logs, AgentPrices.None);

    private static Dictionary<string, object?> Options(params (string Name, object? Value)[] options) => options.ToDictionary(o => o.Name, o => o.Value, StringComparer.Ordinal);
}
