using System.Globalization;
using Signalbox.Dashboard.Cli;

namespace Signalbox.Unit.Dashboard.Cli;

public sealed class CliTableTests
{
    private const string Long = "The secret ANTHROPIC has no value: the environment variable ANTHROPIC_API_KEY is not set for the server; then check again, or name another one";

    [Fact]
    public void Write_ForATerminal_KeepsEachRowOnALineOfItsOwnAndWhole()
    {
        var lines = Written(interactive: true);

        Assert.Equal(3, lines.Length);
        Assert.Contains("NAME", lines[0], StringComparison.Ordinal);
        Assert.Equal(lines[1].IndexOf("Unregistered", StringComparison.Ordinal), lines[2].IndexOf("Active", StringComparison.Ordinal));
        Assert.EndsWith(Long, lines[1], StringComparison.Ordinal);
        Assert.EndsWith("runs scripts", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Elsewhere_SeparatesByTabs() =>
        Assert.Equal([$"Anthropic API\tUnregistered\t{Long}", "Shell\tActive\truns scripts"], Written(interactive: false));

    private static string[] Written(bool interactive)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var table = new CliTable("NAME", "STATUS", "REASON");
        table.Add("Anthropic API", "Unregistered", Long);
        table.Add("Shell", "Active", "runs scripts");
        table.Write(CliContext.OfProcess() with { Output = output, Interactive = interactive }, "nothing");
        return [.. output.ToString().TrimEnd().Split('\n').Select(l => l.TrimEnd('\r'))];
    }
}
