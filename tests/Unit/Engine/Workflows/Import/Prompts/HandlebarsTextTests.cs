using System.Text;
using Signalbox.Engine.Workflows.Import.Prompts;
using Signalbox.Engine.Workflows.Templates;

namespace Signalbox.Unit.Engine.Workflows.Import.Prompts;

public sealed class HandlebarsTextTests
{
    private static readonly Dictionary<string, object?> Model = new(StringComparer.Ordinal) { ["x"] = "X" };

    [Fact]
    public void Escape_RandomBraces_AreRenderedAsTheyWere()
    {
        var random = new Random(5);
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "{{{}}\\a #/!\"'\n"[random.Next(14)]));
            if (HandlebarsText.Escape(text) is not { } escaped)
            {
                Assert.True(text.Contains("\\{{", StringComparison.Ordinal) || text.Contains("\\\\{", StringComparison.Ordinal), text);
                continue;
            }

            var template = new StringBuilder(escaped);
            if (!HandlebarsText.TryAppend(template, "{{x}}"))
            {
                Assert.True(text.EndsWith('{') || text.EndsWith("\\\\", StringComparison.Ordinal), text);
                continue;
            }

            var result = PromptTemplate.Render(template.ToString(), Model);

            Assert.True(result.Fault is null, $"{result.Fault}: {template}");
            Assert.Equal(text + "X", result.Text);
        }
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("say \"hi\"", "'say \"hi\"'")]
    [InlineData("it's \"both\"", null)]
    [InlineData("ends\\", null)]
    [InlineData("two\nlines", null)]
    public void Literal_Text_IsQuotedWhenItCanBe(string text, string? literal) => Assert.Equal(literal, HandlebarsText.Literal(text));
}
