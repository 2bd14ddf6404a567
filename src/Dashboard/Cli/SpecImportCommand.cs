using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox spec import FILE</c>: a feature spec becomes a feature of a repository.</summary>
internal sealed class SpecImportCommand : ClientCommand
{
    private const int MaxBytes = 2 * 1024 * 1024;
    private readonly Argument<string> _file = new("FILE") { Description = "A feature spec (spec.yaml)" };
    private readonly RepositoryOptions _target = new();

    public SpecImportCommand(CliContext context)
        : base(context, "import", "Imports a feature spec; one that is there takes the text over")
    {
        Arguments.Add(_file);
        _target.AddTo(this, asksToReplace: false);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var file = parse.GetValue(_file)!;
        var text = await ReadAsync(file, cancellationToken);
        var repository = await _target.RepositoryAsync(parse, Context, server.Api, cancellationToken);
        var result = await server.Api.PostAsync<ImportModel>("specs", new SpecBody(file, text, repository), cancellationToken);
        return await ImportOutput.WriteAsync(Context, result, file, IsJson(parse));
    }

    private async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(Path.GetFullPath(file, Context.WorkingDirectory));
            return info is { Exists: true, Length: > MaxBytes }
                ? throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} has {info.Length} bytes: a feature spec has at most 1 MiB")
                : await File.ReadAllTextAsync(info.FullName, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} cannot be read ({e.Message.TrimEnd('.')})");
        }
    }
}
