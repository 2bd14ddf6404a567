using Signalbox.Engine.Metrics.Compound;

namespace Signalbox.Unit.Engine.Metrics.Compound;

public sealed class CompoundFileTests
{
    /// <summary>The example of spec 4, 5.1, as it stands there.</summary>
    internal const string Spec =
        """
        # .ai/project/metrics/compound.yaml
        version: "1.0"
        period:
          start: "2026-01-01"
          end: "2026-01-31"

        metrics:
          first_pass_success:
            description: "Tasks completed without iteration"
            baseline: 40
            current: 55
            target: 70
            unit: "percent"
            trend: "improving"

          context_reuse:
            description: "Context reused between features"
            baseline: 20
            current: 35
            target: 60
            unit: "percent"
            trend: "improving"

          regression_rate:
            description: "Bugs from new changes"
            baseline: 15
            current: 10
            target: 5
            unit: "percent"
            trend: "improving"

          session_recovery:
            description: "Successful session continuations"
            baseline: 70
            current: 85
            target: 95
            unit: "percent"
            trend: "improving"

        history:
          - date: "2026-01-07"
            first_pass_success: 42
            context_reuse: 22
            regression_rate: 14

          - date: "2026-01-14"
            first_pass_success: 48
            context_reuse: 28
            regression_rate: 12

        """;

    [Fact]
    public void Parse_TheSpecsExample_ReadsAllOfIt()
    {
        var document = Read(Spec);

        Assert.Equal(("1.0", new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31)), (document.Version, document.Start, document.End));
        Assert.Equal(new CompoundMetric("regression_rate", "Bugs from new changes", 15, 10, 5, "percent", "improving"), document.Metrics[2]);
        Assert.Equal(["first_pass_success", "context_reuse", "regression_rate", "session_recovery"], document.Metrics.Select(m => m.Name));
        Assert.Equal([(new DateOnly(2026, 1, 7), 42m), (new DateOnly(2026, 1, 14), 48m)], document.History.Select(r => (r.Date, r.Values["first_pass_success"])));
    }

    [Fact]
    public void Write_TheSpecsExample_IsTheSameText_ButForItsComment() =>
        Assert.Equal(Spec[(Spec.IndexOf('\n', StringComparison.Ordinal) + 1)..], CompoundWriter.Write(Read(Spec)));

    [Fact]
    public void Update_WithWhatItSays_IsTheSameText() => Assert.Equal(Spec, CompoundWriter.Update(Spec, Read(Spec)));

    [Fact]
    public void Update_WithNews_ChangesOnlyThose_AndKeepsCommentsAndKeysOfOthers()
    {
        var text = Spec.Replace("    current: 55\n", "    current: 55 # as of Friday\n    owner: mara\n", StringComparison.Ordinal);
        var known = new CompoundDocument
        {
            Metrics =
            [
                new CompoundMetric("first_pass_success", "another", null, 61.5m, null, "percent", "steady"),
                new CompoundMetric("extra", "New one", 1, 2, 3, "percent", null),
            ],
            History = [new CompoundRow(new DateOnly(2026, 1, 19), new Dictionary<string, decimal>(StringComparer.Ordinal) { ["first_pass_success"] = 61.5m }, IsComputed: true)],
        };

        var updated = CompoundWriter.Update(text, known);

        Assert.Equal(
            text
                .Replace("current: 55 # as of Friday", "current: 61.5 # as of Friday", StringComparison.Ordinal)
                .Replace("    unit: \"percent\"\n    trend: \"improving\"\n\n  context_reuse", "    unit: \"percent\"\n    trend: \"steady\"\n\n  context_reuse", StringComparison.Ordinal)
                .Replace(
                    "\n\nhistory:",
                    "\n\n  extra:\n    description: \"New one\"\n    baseline: 1\n    current: 2\n    target: 3\n    unit: \"percent\"\n\nhistory:",
                    StringComparison.Ordinal)
                .TrimEnd('\n') + "\n\n  - date: \"2026-01-19\"\n    first_pass_success: 61.5\n    signalbox:\n      source: computed\n",
            updated);
        Assert.True(Read(updated).History[^1].IsComputed);
    }

    [Fact]
    public void Update_AMetricInBraces_GetsItsNewKeysThere_AndKeepsItsOwn()
    {
        const string Flow = "# ours\nversion: \"1.0\"\nmetrics:\n  first_pass_success: {target: 70, owner: mara} # as of Friday\n  context_reuse: {target: 60, notes: {who: [anna, mara]}}\n";
        var known = new CompoundDocument
        {
            Metrics = [new CompoundMetric("first_pass_success", null, null, 55, 70, null, "steady"), new CompoundMetric("context_reuse", null, 20, null, 61, null, null)],
        };

        Assert.Equal(
            Flow.Replace("owner: mara}", "owner: mara, current: 55, trend: \"steady\"}", StringComparison.Ordinal)
                .Replace("{target: 60, notes: {who: [anna, mara]}}", "{target: 61, notes: {who: [anna, mara]}, baseline: 20}", StringComparison.Ordinal),
            CompoundWriter.Update(Flow, known));
    }

    [Fact]
    public void Update_RowsThatWereComputedBefore_AreComputedAnew_AndThoseOfOthersStay()
    {
        const string Rows = "version: \"1.0\"\nmetrics: {}\nhistory:\n  - date: \"2026-01-05\" # a week\n    regression_rate: 0\n    signalbox:\n      source: computed\n  - date: \"2026-01-12\"\n    regression_rate: 4\n";
        var known = new CompoundDocument
        {
            History =
            [
                new CompoundRow(new DateOnly(2026, 1, 5), new Dictionary<string, decimal>(StringComparer.Ordinal) { ["regression_rate"] = 12.5m, ["context_reuse"] = 30 }, IsComputed: true),
                new CompoundRow(new DateOnly(2026, 1, 12), new Dictionary<string, decimal>(StringComparer.Ordinal) { ["regression_rate"] = 4 }),
            ],
        };

        var updated = CompoundWriter.Update(Rows, known);

        Assert.Equal(Rows.Replace("regression_rate: 0\n    signalbox:\n      source: computed\n", "regression_rate: 12.5\n    signalbox:\n      source: computed\n    context_reuse: 30\n", StringComparison.Ordinal), updated);
    }

    [Fact]
    public void Update_AFileInBraces_IsWrittenAnew_AndSaysTheSame()
    {
        const string Flow = """{version: "1.0", metrics: {first_pass_success: {current: 55, target: 70}}, history: [{date: 2026-01-07, first_pass_success: 42}]}""";
        var updated = CompoundWriter.Update(Flow, new CompoundDocument { Metrics = [new CompoundMetric("first_pass_success", null, 40, 56, null, null, null)] });

        var metric = Assert.Single(Read(updated).Metrics);
        Assert.Equal((40, 56, 70), (metric.Baseline, metric.Current, metric.Target));
        Assert.Equal(42, Assert.Single(Read(updated).History).Values["first_pass_success"]);
    }

    [Fact]
    public void Parse_AFileWithFaults_NamesEveryOneWithItsLine()
    {
        const string Wrong =
            """
            version: "2.0"
            period:
              start: "2026-02-01"
              end: "2026-01-31"
            metrics:
              first_pass_success: 55
              context_reuse:
                baseline: many
            history:
              - first_pass_success: 42
              - date: yesterday
              - date: "2026-01-14"
                context_reuse: [1]
            """;

        var parse = CompoundReader.Parse(Wrong, "compound.yaml");

        Assert.Null(parse.Document);
        Assert.Equal([1, 4, 6, 8, 10, 11, 13], parse.Diagnostics.Select(d => d.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b\n")]
    [InlineData("version: \"1.0\"\n")]
    [InlineData("metrics: {}\n")]
    [InlineData("version: \"1.0\nmetrics:")]
    public void Parse_WhatIsNoSuchFile_IsRefused(string text) => Assert.Null(CompoundReader.Parse(text, "compound.yaml").Document);

    private static CompoundDocument Read(string text)
    {
        var parse = CompoundReader.Parse(text, "compound.yaml");
        Assert.Empty(parse.Diagnostics);
        return parse.Document!;
    }
}
