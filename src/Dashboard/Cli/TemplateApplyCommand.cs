using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox template apply T k=v..</c>: makes a workflow of a template; its name is printed.</summary>
internal sealed class TemplateApplyCommand : ClientCommand
{
    private readonly Argument<string> _template = new("TEMPLATE") { Description = "Name, or scope/name" };
    private readonly Argument<string[]> _values = new("NAME=VALUE") { Description = "Values of its variables", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _name = new("--name") { Description = "Name of the workflow; default: the template's own", HelpName = "W" };
    private readonly Option<bool> _print = new("--print") { Description = "Print the workflow and write nothing" };
    private readonly RepositoryOptions _target = new();

    public TemplateApplyCommand(CliContext context)
        : base(context, "apply", "Makes a workflow of a template")
    {
        Arguments.Add(_template);
        Arguments.Add(_values);
        Options.Add(_name);
        Options.Add(_print);
        _target.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var name = parse.GetValue(_template)!;
        var repository = await _target.RepositoryAsync(parse, Context, server.Api, cancellationToken);
        var body = new ApplyTemplateBody(null, parse.GetValue(_values), repository, _target.Replace(parse), parse.GetValue(_name));
        if (parse.GetValue(_print))
        {
            return await PrintAsync(await server.Api.PostAsync<TemplatePreviewModel>(CliPaths.Template(name, "/preview"), body, cancellationToken), IsJson(parse));
        }

        var result = await server.Api.PostAsync<ImportModel>(CliPaths.Template(name, "/apply"), body, cancellationToken);
        return await ImportOutput.WriteAsync(Context, result, name, IsJson(parse));
    }

    private async Task<int> PrintAsync(TemplatePreviewModel made, bool json)
    {
        if (json)
        {
            await WriteJsonAsync(made);
        }
        else
        {
            foreach (var fault in made.Faults)
            {
                await Context.Error.WriteLineAsync(CliText.Safe($"signalbox: {fault.Message}"));
            }

            foreach (var diagnostic in made.Diagnostics)
            {
                await Context.Error.WriteLineAsync(CliPaths.Line(diagnostic));
            }

            if (made.Yaml is { } yaml)
            {
                await Context.Output.WriteLineAsync(yaml.TrimEnd('\n'));
            }
        }

        return made.Ready ? ExitCodes.Done : ExitCodes.BadUsage;
    }
}
