using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox template show T</c>: as it is written.</summary>
internal sealed class TemplateShowCommand : ClientCommand
{
    private readonly Argument<string> _template = new("TEMPLATE") { Description = "Name, or scope/name" };

    public TemplateShowCommand(CliContext context)
        : base(context, "show", "Prints a template as it is written")
    {
        Arguments.Add(_template);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var template = await server.Api.GetAsync<TemplateModel>(CliPaths.Template(parse.GetValue(_template)!, ""), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(template);
        }
        else
        {
            await Context.Output.WriteLineAsync((template.Text ?? "").TrimEnd('\n'));
        }

        return ExitCodes.Done;
    }
}
