using Signalbox.Dashboard.Components.Shared;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class YamlColoursTests
{
    private const string Yaml = "# about\nname: a\nsteps:\n  - id: one\n    run: |\n      echo \"key: value\"\n\n      more: text\n    timeout_seconds: 30\n";

    [Fact]
    public void Lines_Joined_AreTheText() =>
        Assert.Equal(Yaml, string.Concat(YamlColours.Lines(Yaml).Select(l => string.Concat(l.Pieces.Select(p => p.Text)) + "\n")));

    [Fact]
    public void Lines_InsideABlockScalar_HaveNoKeys()
    {
        var lines = YamlColours.Lines(Yaml);
        Assert.All(lines.Where(l => l.Number is >= 6 and <= 8), l => Assert.All(l.Pieces, p => Assert.Null(p.Class)));
        Assert.Contains(lines[8].Pieces, p => p is { Text: "timeout_seconds", Class: "hl-key" });
    }
}
