using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox template save FILE|WORKFLOW</c>: keeps a template for everyone, or in a repository; its name is printed.</summary>
internal sealed class TemplateSaveCommand : ClientCommand
{
    private const int MaxBytes = 2 * 1024 * 1024;
    private readonly Argument<string> _source = new("FILE|WORKFLOW") { Description = "A file, or the name of a workflow, which is a template as well" };
    private readonly Option<string?> _repository = new("--repository") { Description = "Repository that gets it; default: everyone", HelpName = "R" };
    private readonly Option<bool> _replace = new("--replace") { Description = "Replace what has the same name there" };

    public TemplateSaveCommand(CliContext context)
        : base(context, "save", "Keeps a template for everyone, or in a repository")
    {
        Arguments.Add(_source);
        Options.Add(_repository);
        Options.Add(_replace);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var source = parse.GetValue(_source)!;
        var (file, text) = await ReadAsync(source, server.Api, cancellationToken);
        var result = await server.Api.PostAsync<ImportModel>("templates", new SaveTemplateBody(text, file, parse.GetValue(_repository), parse.GetValue(_replace)), cancellationToken);
        return await ImportOutput.WriteAsync(Context, result, file, IsJson(parse));
    }

    private async Task<(string File, string Text)> ReadAsync(string source, ApiClient api, CancellationToken cancellationToken)
    {
        var info = new FileInfo(Path.GetFullPath(source, Context.WorkingDirectory));
        if (!info.Exists)
        {
            var workflow = await api.GetAsync<WorkflowModel>($"workflows/{CliPaths.Segments(source)}", cancellationToken);
            return (workflow.Name + ".yaml", workflow.Yaml ?? throw new SignalboxFaultException(ExitCodes.Refused, $"{source} has no text: its file is gone"));
        }

        try
        {
            return info.Length > MaxBytes
                ? throw new SignalboxFaultException(ExitCodes.BadUsage, $"{source} has {info.Length} bytes: a template has at most 1 MiB")
                : (source, await File.ReadAllTextAsync(info.FullName, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{source} cannot be read ({e.Message.TrimEnd('.')})");
        }
    }
}
