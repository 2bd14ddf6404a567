using Signalbox.Engine.Features;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Features;

public sealed class FeatureSpecFileTests
{
    [Fact]
    public void Read_SpecsOwnExample_HasItsOneFaultAndNoWarning()
    {
        var result = FeatureSpecFile.Read(SpecExample.Text, "spec.yaml");

        Assert.Equal(["spec.yaml:93:7: error missing-key: tasks.qa[0] ('QA-001') needs 'done_when'."], result.Diagnostics.Select(d => d.ToString()));
        Assert.False(result.IsValid);
    }

    [Fact]
    public void Read_SpecsOwnExample_IsUnderstoodAsAWholeAllTheSame()
    {
        var spec = FeatureSpecFile.Read(SpecExample.Text, "spec.yaml").Spec!;

        Assert.Equal(("1.0", "workflow-improvements-2026", "Workflow Improvements 2026", "high", "planning"), (spec.Version, spec.Id, spec.Name, spec.Priority, spec.Status));
        Assert.Equal(("2026-01-27", "planner", "10-12 weeks"), (spec.Created, spec.Author, spec.EstimatedEffort));
        Assert.Equal("Enhance multi-agent workflow with 2026 best practices", spec.Summary);
        Assert.Equal("Increase developer productivity by 30%\nReduce agent errors by 50%\nEnable parallel development\n", spec.BusinessValue);
        Assert.Equal([("FR-101", "Session continuity", 3, true), ("FR-201", "Parallel execution", 3, true)], spec.Requirements.Select(r => (r.Id, r.Title!, r.AcceptanceCriteria.Count, r.NeedsTests)));
        Assert.Equal([new QualityRequirement("NFR-001", 44, "performance", "Worktree creation < 5 seconds"), new QualityRequirement("NFR-002", 48, "reliability", "Session recovery > 95%")], spec.Qualities);
        Assert.Equal(["Progress Manager API", "Worktree Manager API"], spec.InternalContracts.Select(c => c.Name));
        Assert.Contains("progress_read()                 -> ProgressData\n", spec.InternalContracts[0].Interface, StringComparison.Ordinal);
        Assert.Equal([("backend", "BE-001", 10L), ("backend", "BE-002", 10L), ("qa", "QA-001", 0L)], spec.Tasks.Select(t => (t.Role, t.Id, t.MaxIterations ?? 0)));
        Assert.Equal([("TDD", "FR-101", "API complete, tests pass", 82)], spec.Tasks.Skip(1).Take(1).Select(t => (t.Methodology!, t.Reference!, t.DoneWhen!, t.Line)));
        Assert.Equal(("integration", null, 4), (spec.Tasks[2].Type, spec.Tasks[2].DoneWhen, spec.Tasks[2].AcceptanceCriteria.Count));
        Assert.Equal([new ExternalDependency("git", ">=2.30", "Worktree support"), new ExternalDependency("tmux", ">=3.0", "Session management")], spec.ExternalDependencies);
        Assert.Equal([new InternalDependency(null, "No dependencies, foundational feature")], spec.InternalDependencies);
        Assert.Equal([new FeatureRisk("Breaking existing workflows", "medium", "high", "Comprehensive testing, backward compat")], spec.Risks);
        Assert.Equal([("Phase 1: Quick Wins", "1-2 weeks", 3), ("Phase 2: Parallel Agents", "2-3 weeks", 3)], spec.Phases.Select(p => (p.Name!, p.Duration!, p.Deliverables.Count)));
    }

    [Fact]
    public void Read_WhatIsUnusual_IsAWarningAndValid()
    {
        var result = FeatureSpecFile.Read(
            """
            version: "1.0"
            feature: {id: notes, name: Notes, priority: high, status: planning}
            metadata: {created: yesterday}
            objective: {summary: Short}
            requirements:
              functional:
                - {id: F1, title: Keep, description: Keeps, priority: low, acceptance_criteria: [x]}
            contracts:
              api:
                - {endpoint: notes, method: GET, request: {}, responses: {"200": ok}}
            tasks:
              dev:
                - {id: T-1, title: One, acceptance_criteria: [], done_when: x, reference: FR-9, dependencies: [T-3]}
                - {id: T-1, title: Two, acceptance_criteria: [y], done_when: x}
            phases:
              - {name: First}
            """,
            "s.yaml");

        Assert.True(result.IsValid);
        Assert.All(result.Diagnostics, d => Assert.Equal(DiagnosticSeverity.Warning, d.Severity));
        Assert.Equal(
            [
                "3:21 metadata.created has the shape ^\\d{4}-\\d{2}-\\d{2}$; this is 'yesterday'.",
                "4:22 objective.summary has at least 10 characters; this has 5.",
                "7:12 requirements.functional[0].id ('F1') has the shape ^FR-\\d{3}$; this is 'F1'.",
                "10:18 contracts.api[0].endpoint has the shape ^/; this is 'notes'.",
                "10:70 contracts.api[0].responses.200 is a mapping; this is the text 'ok'.",
                "13:12 tasks.dev[0].id ('T-1') has the shape ^[A-Z]{2,3}-\\d{3}$; this is 'T-1'.",
                "13:50 tasks.dev[0].acceptance_criteria ('T-1') has at least 1 item; this has 0.",
                "13:79 There is no requirement 'FR-9'; the requirements are: F1.",
                "13:100 There is no task 'T-3' to depend on; did you mean 'T-1'?",
                "14:12 Two tasks have the id 'T-1'.",
                "14:12 tasks.dev[1].id ('T-1') has the shape ^[A-Z]{2,3}-\\d{3}$; this is 'T-1'.",
                "16:5 phases[0] ('First') needs 'deliverables'.",
            ],
            result.Diagnostics.Select(d => FormattableString.Invariant($"{d.Line}:{d.Column} {d.Message}")).Order(Positions));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("feature: {name: x}\n", 7)]
    [InlineData("a: [\n", 1)]
    public void Read_WithoutAFeature_HasNothingToShow(string text, int faults)
    {
        var result = FeatureSpecFile.Read(text, "s.yaml");

        Assert.Null(result.Spec);
        Assert.False(result.IsValid);
        Assert.Equal(faults, result.Diagnostics.Count);
    }

    [Fact]
    public void Read_PartsOfAnotherKind_AreNothingAndSaid()
    {
        var result = FeatureSpecFile.Read("version: '1.0'\nfeature: {id: a, name: abc, priority: low, status: review}\nobjective: none\nrequirements: []\ntasks: {dev: x}\n", "s.yaml");

        Assert.Equal(("a", null, 0, 0), (result.Spec!.Id, result.Spec.Summary, result.Spec.Requirements.Count, result.Spec.Tasks.Count));
        Assert.Equal(
            ["3:12 warning objective is a mapping; this is the text 'none'.", "4:15 error requirements is a mapping; this is a list.", "5:14 error tasks.dev is a list; this is the text 'x'."],
            result.Diagnostics.Select(d => FormattableString.Invariant($"{d.Line}:{d.Column} {(d.Severity == DiagnosticSeverity.Error ? "error" : "warning")} {d.Message}")));
    }

    /// <summary>By line and column, then by text: of two at one place either may come first.</summary>
    private static readonly Comparer<string> Positions = Comparer<string>.Create((a, b) =>
    {
        static int[] Of(string line) => [.. line.Split(' ')[0].Split(':').Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
        var (left, right) = (Of(a), Of(b));
        return left[0] != right[0] ? left[0].CompareTo(right[0]) : left[1] != right[1] ? left[1].CompareTo(right[1]) : string.CompareOrdinal(a, b);
    });
}
