using Bunit;
using Signalbox.Dashboard.Components.Workflows;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class RunFormTests : ComponentBench
{
    private static readonly InputDefinition[] Inputs =
    [
        new() { Name = "issue", Type = InputType.String, Required = true, Description = "What to change", MaxLength = 40 },
        new() { Name = "dry_run", Type = InputType.Boolean, Default = true },
        new() { Name = "level", Type = InputType.Choice, Options = ["low", "high"], Default = "high" },
        new() { Name = "count", Type = InputType.Integer, Min = 1, Max = 20, Default = 3L },
    ];

    [Fact]
    public void Form_Defaults_AreFilledIn()
    {
        var cut = Form();
        Assert.True(cut.Find("#input-dry_run").HasAttribute("checked"));
        Assert.Equal("high", cut.Find("#input-level").GetAttribute("value"));
        Assert.Equal("3", cut.Find("#input-count").GetAttribute("value"));
        Assert.Contains("1 to 20", cut.Find("[data-input=count] .help").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_Faults_AreAllShownBesideTheirFields()
    {
        Service.Answer = new StartRunResult { Invalid = [new("issue", null, "text", "issue is required"), new("count", "99", "1..20", "count is 99, allowed is 1 to 20"), new("other", "x", "", "other is not an input")] };
        var cut = Form();
        cut.Find("form").Submit();
        Assert.Equal("issue is required", cut.Find("[data-input=issue] .fault").TextContent);
        Assert.Equal("count is 99, allowed is 1 to 20", cut.Find("[data-input=count] .fault").TextContent);
        Assert.Equal("true", cut.Find("#input-issue").GetAttribute("aria-invalid"));
        Assert.Contains("other is not an input", cut.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        cut.Find("#input-issue").Change("something");
        Assert.Empty(cut.FindAll("[data-input=issue] .fault"));
    }

    [Fact]
    public void Start_Refused_SaysWhy()
    {
        Service.Answer = new StartRunResult { Refused = "The key DOC-1 is taken." };
        var cut = Form();
        cut.Find("form").Submit();
        Assert.Contains("The key DOC-1 is taken.", cut.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_BrokenWorkflow_ShowsEveryFaultWithItsLine()
    {
        Service.Answer = new StartRunResult
        {
            Broken = [new("w.yaml", 5, 5, DiagnosticSeverity.Error, "unknown-key", "There is no key 'rnu'."), new("w.yaml", 8, 13, DiagnosticSeverity.Error, "unknown-step", "There is no step 'nothing'.")],
        };
        var cut = Form();
        cut.Find("form").Submit();
        var text = cut.Find("[role=alert]").TextContent;
        Assert.Contains("w.yaml:5:5: error unknown-key: There is no key 'rnu'.", text, StringComparison.Ordinal);
        Assert.Contains("w.yaml:8:13: error unknown-step: There is no step 'nothing'.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_Accepted_GivesWhatWasEnteredAndGoesToTheRun()
    {
        Service.Answer = new StartRunResult { Run = Samples.State("BLD-7").Run };
        var cut = Form();
        cut.Find("#input-issue").Change("a new form");
        cut.Find("#input-dry_run").Change(false);
        cut.Find("#input-count").Change("");
        cut.Find("form").Submit();
        var request = Assert.Single(Service.Started);
        Assert.Equal("shop/build", request.Workflow);
        Assert.Equal("admin", request.Actor);
        Assert.Equal(RunTrigger.Browser, request.Trigger);
        Assert.Equal("a new form", request.Inputs["issue"]);
        Assert.Equal("false", request.Inputs["dry_run"]);
        Assert.Equal("high", request.Inputs["level"]);
        Assert.False(request.Inputs.ContainsKey("count"));
        Assert.Equal("runs/BLD-7", Path);
    }

    private IRenderedComponent<RunForm> Form() => Render<RunForm>(p => p.Add(f => f.Entry, Samples.Entry("build", Inputs)));
}
