using System.Text;

namespace Signalbox.Engine.StateMachines;

/// <summary>Writes <c>docs/state-machines.md</c> from the tables, as Mermaid.</summary>
public static class StateMachineDocument
{
    /// <summary>The whole document.</summary>
    public static string Render(IEnumerable<ITransitionTable> tables)
    {
        var text = new StringBuilder();
        text.Append("# State machines\n\nGenerated from the transition tables in `src/Engine`; a unit test fails when this page differs.\n");
        text.Append("Write it anew with `SIGNALBOX_UPDATE_DOCS=1 dotnet test --project tests/Unit`.\n");
        foreach (var table in tables)
        {
            text.Append('\n').Append("## ").Append(table.Name).Append("\n\n```mermaid\nstateDiagram-v2\n");
            text.Append("    [*] --> ").Append(table.Initial).Append('\n');
            foreach (var (from, to, when) in table.Moves)
            {
                text.Append("    ").Append(from).Append(" --> ").Append(to).Append(": ").Append(when).Append('\n');
            }

            foreach (var final in table.Moves.Select(m => m.To).Distinct(StringComparer.Ordinal).Where(s => table.Moves.All(m => !string.Equals(m.From, s, StringComparison.Ordinal))))
            {
                text.Append("    ").Append(final).Append(" --> [*]\n");
            }

            text.Append("```\n");
        }

        return text.ToString();
    }
}
