using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Engine.Agents;

public sealed class AgentEnvironmentTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void For_ServerHasKeys_PassesNoneOfThemOn()
    {
        var environment = Environment(("PATH", "/opt/bin"), ("HOME", "/home/x"), ("XDG_CONFIG_HOME", "/cfg"), ("ANTHROPIC_API_KEY", "k"), ("SIGNALBOX_TOKEN", "t"), ("ASPNETCORE_URLS", "u"), ("DOTNET_ROOT", "d"));

        var variables = environment.For(_bench.Request);

        Assert.Equal("/opt/bin", variables["PATH"]);
        Assert.Equal("/home/x", variables["HOME"]);
        Assert.Equal("/cfg", variables["XDG_CONFIG_HOME"]);
        Assert.Equal(["HOME", "LANG", "PATH", "SIGNALBOX_RUN", "TERM", "XDG_CONFIG_HOME"], variables.Keys.Order(StringComparer.Ordinal).ToArray());
    }

    [Fact]
    public void For_StepDeclares_WinsOverInheritedButNotOverOurs()
    {
        var request = _bench.Request with
        {
            RunKey = "DOC-1",
            StepId = "plan",
            AttemptNumber = 2,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/mine", ["CI"] = "1", ["SIGNALBOX_RUN"] = "forged" },
        };

        var variables = Environment(("PATH", "/opt/bin")).For(request);

        Assert.Equal("/mine", variables["PATH"]);
        Assert.Equal("1", variables["CI"]);
        Assert.Equal(request.RunId.Value, variables["SIGNALBOX_RUN"]);
        Assert.Equal("DOC-1", variables["SIGNALBOX_RUN_KEY"]);
        Assert.Equal("plan", variables["SIGNALBOX_STEP"]);
        Assert.Equal("2", variables["SIGNALBOX_ATTEMPT_NUMBER"]);
    }

    [Fact]
    public void OfThisProcess_HasTheServersPath() =>
        Assert.Equal(System.Environment.GetEnvironmentVariable("PATH"), AgentEnvironment.OfThisProcess().Base["PATH"]);

    private static AgentEnvironment Environment(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal));
}
