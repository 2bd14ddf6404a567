using System.CommandLine;
using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox template apply T k=v..</c>: makes a workflow of a template; its name is printed.</summary>
internal sealed class TemplateApplyCommand : ClientCommand
{
    private readonly Argument<string> _template = new("TEMPLATE") { Description = "Name, or scope/name" };
    private readonly Argument<string[]> _values = new("NAME=VALUE") { Description = "Values of its variables", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _name = new("--name") { Description = "Name of the workflow; default: the template's own", HelpName = "W" };
    private readonly RepositoryOptions _target = new();

    public TemplateApplyCommand(CliContext context)
        : base(context, "apply", "Makes a workflow of a template")
    {
        Arguments.Add(_template);
        Arguments.Add(_values);
        Options.Add(_name);
        _target.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var name = parse.GetValue(_template)!;
        var repository = await _target.RepositoryAsync(parse, Context, server.Api, cancellationToken);
        var body = new ApplyTemplateBody(null, parse.GetValue(_values), repository, _target.Replace(parse), parse.GetValue(_name));
        var result = await server.Api.PostAsync<ImportModel>(CliPaths.Template(name, "/apply"), body, cancellationToken);
        return await ImportOutput.WriteAsync(Context, result, name, IsJson(parse));
    }
}
