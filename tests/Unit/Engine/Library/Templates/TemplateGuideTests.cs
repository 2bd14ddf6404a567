using System.Text;
using System.Text.RegularExpressions;
using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Workflows.Import;
using Signalbox.Unit.Architecture;

namespace Signalbox.Unit.Engine.Library.Templates;

/// <summary>The guide for users says what the templates are.</summary>
public sealed partial class TemplateGuideTests
{
    private static readonly string Guide = File.ReadAllText(RepositoryFiles.Absolute("docs/guide/templates.md"));

    [Fact]
    public void Guide_NamesEveryBuiltInTemplateAndWhatEachNeeds()
    {
        Assert.All(BuiltInTemplates.All, t => Assert.Contains($"`{t.Slug}`", Guide, StringComparison.Ordinal));
        var team = BuiltInTemplates.All.Where(t => t.Slug is not ("feature" or "interview" or "nightly-upkeep"));
        Assert.All(team, t => Assert.All(t.Template!.Variables.Where(v => v.Required), v => Assert.Contains($"`{v.Name}`", Row(t.Slug), StringComparison.Ordinal)));

        static string Row(string slug) => Guide.Split('\n').Single(l => l.StartsWith($"| `{slug}` |", StringComparison.Ordinal));
    }

    [Fact]
    public void Guide_Example_IsATemplateThatMakesAWorkflow()
    {
        var (template, diagnostics) = TemplateReader.Read(Encoding.UTF8.GetBytes(Block().Match(Guide).Groups["yaml"].Value), "prove-it.yaml");
        Assert.Empty(diagnostics);

        var result = TemplateReader.Apply(template!, new Dictionary<string, string>(StringComparer.Ordinal) { ["test_command"] = "make test" }, null, new ImportOptions());

        Assert.True(result.IsAccepted, string.Join('\n', result.Diagnostics));
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
