using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox template list</c>.</summary>
internal sealed class TemplateListCommand(CliContext context) : ClientCommand(context, "list", "Lists the templates of the known repositories, the global and the built-in ones")
{
    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var templates = await server.Api.GetAsync<List<TemplateModel>>("templates", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(templates);
            return ExitCodes.Done;
        }

        var table = new CliTable("TEMPLATE", "SCOPE", "NEEDS", "STANDS");
        foreach (var t in templates)
        {
            table.Add(t.Name, t.Scope, t.Variables is null ? "cannot be read" : t.Variables.Count == 0 ? "none" : string.Join(", ", t.Variables), Stands(t));
        }

        table.Write(Context, "No template is known: 'signalbox workflow import FILE' stores one.");
        return ExitCodes.Done;
    }

    /// <summary>Which others of its name it stands before, and which stand before it.</summary>
    private static string Stands(TemplateModel t) => string.Join("; ", new[]
    {
        t.ShadowedBy.Count == 0 ? null : $"behind {string.Join(", ", t.ShadowedBy)}",
        t.Shadows.Count == 0 ? null : $"before {string.Join(", ", t.Shadows)}",
    }.OfType<string>());
}
