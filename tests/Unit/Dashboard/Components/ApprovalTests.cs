using Bunit;
using Signalbox.Dashboard.Components.Approvals;
using Signalbox.Dashboard.Components.Overview;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using RunPage = Signalbox.Dashboard.Components.Runs.RunPage;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>A question is answered where it is seen, by the form that the workflow asks for.</summary>
public sealed class ApprovalTests : ComponentBench
{
    private const string Asks = """
        version: "1.0"
        name: build
        steps:
          - {id: first, run: echo 1}
          - id: second
            needs: [first]
            approval:
              question: "Go ahead?"
              form:
                channel: {type: choice, options: [stable, beta], required: true}
                note: {type: string}
        """;

    [Fact]
    public void RunPage_WhereARunAsks_ShowsTheQuestionWithItsForm()
    {
        var (state, approval) = Asking();
        Runs.States[state.Run.Id.Value] = state;
        var card = Render<RunPage>(p => p.Add(r => r.Key, "BLD-1")).Find("[data-approval]");
        Assert.Equal(approval.Id.Value, card.GetAttribute("data-approval"));
        Assert.Equal(Samples.Hostile, card.QuerySelector("h2")!.TextContent);
        Assert.Equal(["channel", "note"], card.QuerySelectorAll("[data-input]").Select(i => i.GetAttribute("data-input")), StringComparer.Ordinal);
        Assert.Contains("tab=logs&step=first", card.InnerHtml.Replace("&amp;", "&", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Approve_SendsTheFormAndTheCommentInThePersonsName()
    {
        var (state, approval) = Asking();
        Service.DecideAnswer = new DecideResult { Approval = approval };
        var cut = Card(state, approval);
        cut.Find("[data-input=channel] select").Change("beta");
        cut.Find("textarea").Change("looks right");
        cut.Find("form").Submit();
        var sent = Assert.Single(Service.Decided);
        Assert.Equal((approval.Id, ApprovalStatus.Approved, "looks right", "admin"), (sent.Approval, sent.Decision, sent.Comment, sent.Actor));
        Assert.Equal("beta", Assert.Single(sent.Answers).Value);
    }

    [Theory]
    [InlineData("Reject", ApprovalStatus.Rejected)]
    [InlineData("Request changes", ApprovalStatus.ChangesRequested)]
    public void OtherAnswers_AreSentAsChosen(string words, ApprovalStatus decision)
    {
        var (state, approval) = Asking();
        Card(state, approval).FindAll("button").Single(b => string.Equals(b.TextContent, words, StringComparison.Ordinal)).Click();
        Assert.Equal(decision, Assert.Single(Service.Decided).Decision);
    }

    [Fact]
    public void Faults_StandBesideTheirFields()
    {
        var (state, approval) = Asking();
        Service.DecideAnswer = new DecideResult { Invalid = [new InputFault("channel", null, "stable or beta", "channel is required."), new InputFault("comment", null, "what is to change", "Say in the comment what is to change.")] };
        var cut = Card(state, approval);
        cut.Find("form").Submit();
        Assert.Equal("channel is required.", cut.Find("[data-input=channel] .fault").TextContent);
        Assert.Equal("Say in the comment what is to change.", cut.Find("textarea + div .fault").TextContent);
        Assert.Equal("true", cut.Find("textarea").GetAttribute("aria-invalid"));
    }

    [Fact]
    public void Refusal_IsSaidOnTheCard()
    {
        var (state, approval) = Asking();
        Service.DecideAnswer = new DecideResult { Refused = $"{approval.Id} was answered already: Approved by lead" };
        var cut = Card(state, approval);
        cut.Find("form").Submit();
        Assert.Contains("was answered already: Approved by lead", cut.Find(".banner").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_ShowsWhatIsOpenAndWhatWasAnswered()
    {
        var (state, approval) = Asking();
        var (_, answered) = Asking();
        answered.Decide(ApprovalStatus.ChangesRequested, "lead", "smaller steps", new Dictionary<string, object?>(StringComparer.Ordinal), Samples.Noon.AddMinutes(5));
        Runs.States[state.Run.Id.Value] = state;
        Records.Approvals.AddRange([(approval, state.Run), (answered, state.Run)]);
        var cut = Render<ApprovalsPage>();
        Assert.Single(cut.FindAll("[data-approval]"));
        Assert.Single(cut.FindAll("[data-input=channel]"));
        var row = Assert.Single(cut.FindAll("tbody tr"));
        Assert.Contains("Changes requested", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("smaller steps", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_WithoutAny_SaysWhereTheyComeFrom() => Assert.Contains("Nothing waits for you", Render<ApprovalsPage>().Markup, StringComparison.Ordinal);

    [Fact]
    public void Overview_PutsQuestionsFirst()
    {
        var (state, approval) = Asking();
        Runs.Summaries.Add(Samples.Summary("BLD-2", RunStatus.Failed));
        Records.Approvals.Add((approval, state.Run));
        var first = Render<OverviewPage>().FindAll(".item")[0];
        Assert.Contains("Asks you", first.TextContent, StringComparison.Ordinal);
        Assert.Equal("runs/BLD-1", first.QuerySelector("a")!.GetAttribute("href"));
    }

    private static (RunState State, Approval Approval) Asking()
    {
        var approvals = new List<Approval>();
        var state = Samples.State("BLD-1", (run, first, second, _) =>
        {
            run.MoveTo(RunStatus.Running, null, Samples.Noon);
            run.MoveTo(RunStatus.Waiting, "asks a person", Samples.Noon);
            approvals.Add(new Approval { Id = EntityId.New<ApprovalId>(), RunId = run.Id, StepRunId = second.Id, StepId = "second", Question = Samples.Hostile, Fields = ["channel", "note"], CreatedAt = Samples.Noon });
        }, yaml: Asks);
        state.Approvals.Add(approvals[0]);
        return (state, approvals[0]);
    }

    private IRenderedComponent<ApprovalCard> Card(RunState state, Approval approval) => Render<ApprovalCard>(p => p
        .Add(c => c.Approval, approval)
        .Add(c => c.Run, state.Run)
        .Add(c => c.Definition, WorkflowParser.Parse(state.Version.Yaml, "build").Definition));
}
