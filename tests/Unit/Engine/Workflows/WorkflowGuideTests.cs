using System.Reflection;
using System.Text.RegularExpressions;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Expressions;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>The guide for users says what the parser does.</summary>
public sealed partial class WorkflowGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(
        typeof(WorkflowGuideTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key is "RepositoryRoot").Value!, "docs", "guide", "workflow-format.md"));

    public static TheoryData<string> Examples => [.. Block().Matches(Guide).Select(m => m.Groups["yaml"].Value)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OfTheGuide_IsValid(string yaml) => Assert.Empty(WorkflowText.Parse(yaml).Diagnostics);

    [Fact]
    public void Guide_NamesEveryKeyWordAndHelper()
    {
        string[] words =
        [
            .. StepKeys.Section.Known, .. WorkflowSection.Keys.Known.Except(["title", "description"], StringComparer.Ordinal), .. InputSection.Keys.Known, .. RetrySection.Keys.Known,
            .. ApprovalSection.Keys.Known, .. ScheduleSection.Keys.Known, .. RunSections.ConcurrencyKeys.Known, .. RunSections.LimitKeys.Known,
            .. FormatWords.InputTypes.Keys, .. FormatWords.RetryCauses.Keys, .. FormatWords.Backoffs.Keys, .. FormatWords.DeadlineRules.Keys, .. FormatWords.WhenBusy.Keys, .. FormatWords.Misfires.Keys,
            .. ExpressionParser.Functions.Keys, .. TemplateHelpers.All.Keys,
        ];

        Assert.All(words, w => Assert.Matches($@"(?<![A-Za-z_]){w}(?![A-Za-z_])", Guide));
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
