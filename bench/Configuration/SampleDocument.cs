using System.Globalization;
using System.Text;

namespace Signalbox.Bench.Configuration;

/// <summary>A configuration of many agents and workflows, each different.</summary>
internal static class SampleDocument
{
    public static byte[] Make(int agents, IReadOnlyList<(string Name, byte[] Utf8)> workflows)
    {
        var text = new StringBuilder("version: 1.0.0\nglobal:\n  limits: {max_concurrent_runs: 8}\nagents:\n");
        for (var i = 1; i <= agents; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  agent-{{i}}:
                    provider: openai
                    model: gpt-5
                    api_key: ${env:KEY_{{i}}}
                    capabilities: [code_review, plan-{{i}}]
                    max_tokens: {{1000 + i}}

                """);
        }

        text.Append("workflows:\n");
        foreach (var (name, utf8) in workflows)
        {
            // Without the two keys that the document says itself
            var lines = Encoding.UTF8.GetString(utf8).Split('\n').Where(l => !l.StartsWith("version:", StringComparison.Ordinal) && !l.StartsWith("name:", StringComparison.Ordinal));
            var slug = Encoding.UTF8.GetString(utf8).Split('\n').First(l => l.StartsWith("name:", StringComparison.Ordinal))["name: ".Length..];
            text.Append(CultureInfo.InvariantCulture, $"  {slug}: # {name}\n");
            foreach (var line in lines)
            {
                text.Append(line.Length == 0 ? "" : "    ").Append(line).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
