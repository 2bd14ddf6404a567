using System.CommandLine;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox audit export [FILE]</c>: the whole audit log as JSON lines.</summary>
internal sealed class AuditExportCommand : ClientCommand
{
    private readonly Argument<string?> _file = new("FILE") { Description = "File to write; default: standard output", Arity = ArgumentArity.ZeroOrOne };

    public AuditExportCommand(CliContext context)
        : base(context, "export", "Writes the audit log as JSON lines, newest first")
    {
        Arguments.Add(_file);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        await server.Api.DownloadAsync("audit/export", body => WriteAsync(parse.GetValue(_file), body, cancellationToken), cancellationToken);
        return ExitCodes.Done;
    }

    private async Task WriteAsync(string? file, Stream body, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            using var reader = new StreamReader(body);
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                await Context.Output.WriteLineAsync(line);
            }

            return;
        }

        try
        {
            await using var target = File.Create(Path.GetFullPath(file, Context.WorkingDirectory));
            await body.CopyToAsync(target, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} cannot be written ({e.Message.TrimEnd('.')})");
        }
    }
}
