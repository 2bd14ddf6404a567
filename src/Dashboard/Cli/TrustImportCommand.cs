using System.CommandLine;
using System.Text;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox trust import FILE</c>: a trust model becomes the next version.</summary>
internal sealed class TrustImportCommand : ClientCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A trust model, YAML or JSON" };
    private readonly Option<string?> _repository = new("--repository") { Description = "Repository that it is for; default: every one without a model of its own", HelpName = "R" };

    public TrustImportCommand(CliContext context)
        : base(context, "import", "Brings a trust model in; one with an error changes nothing")
    {
        Arguments.Add(_file);
        Options.Add(_repository);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var file = parse.GetValue(_file)!;
        var (bytes, _, fault) = await CliFiles.ReadAsync(Context, file, WorkflowParser.MaxBytes, cancellationToken);
        var read = fault is null ? TrustModelReader.Read(bytes, file) : new TrustModelResult(null, [CliFiles.Unreadable(file, fault)]);
        List<ImportWarningModel> warnings = [.. read.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => new ImportWarningModel(d.Line, d.Column, d.Message))];
        if (!read.IsValid)
        {
            // Here and not from the server: with the file's own name, and the same on every way to it.
            List<DiagnosticModel> faults = [.. read.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(Shapes.Of)];
            return await ImportOutput.WriteAsync(Context, new ImportModel([], warnings, faults), file, IsJson(parse));
        }

        var text = Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF');
        var version = await server.Api.PutAsync<TrustVersionModel>("trust", new TrustBody(text, file, parse.GetValue(_repository)), cancellationToken);
        var name = FormattableString.Invariant($"{version.Repository ?? "global"} trust model, version {version.Number}");
        return await ImportOutput.WriteAsync(Context, new ImportModel([name], warnings, []), file, IsJson(parse));
    }
}
