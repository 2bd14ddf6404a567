using System.Globalization;
using Spectre.Console;

namespace Signalbox.Dashboard.Cli;

/// <summary>Rows in columns: drawn for a terminal, separated by tabs elsewhere.</summary>
internal sealed class CliTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; text of others is made safe here.</summary>
    public void Add(params string?[] cells) => _rows.Add([.. cells.Select(CliText.Safe)]);

    /// <summary>Writes it, or the sentence when there is no row.</summary>
    public void Write(CliContext context, string whenEmpty)
    {
        if (_rows.Count == 0)
        {
            context.Error.WriteLine(whenEmpty);
            return;
        }

        if (!context.Interactive)
        {
            foreach (var row in _rows)
            {
                context.Output.WriteLine(string.Join('\t', row));
            }

            return;
        }

        var table = new Table().Border(TableBorder.None);
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Dim))).NoWrap());
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(c => new Text(c)));
        }

        // As wide as it needs to be: a terminal that is narrower folds the lines, which stays readable and can be copied whole
        using var drawn = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(drawn) });
        console.Profile.Width = Width();
        console.Write(table);
        foreach (var line in drawn.ToString().TrimEnd().Split('\n'))
        {
            context.Output.WriteLine(line.TrimEnd());
        }
    }

    private int Width()
    {
        string[][] all = [headings, .. _rows];
        return headings.Select((_, column) => all.Max(row => row[column].GetCellWidth()) + 2).Sum();
    }
}
