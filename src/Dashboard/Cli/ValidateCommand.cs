using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox .. validate FILE..</c>: every fault of every file. Needs no server.</summary>
internal abstract class ValidateCommand : Command
{
    private readonly Argument<string[]> _files;
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };
    private readonly CliContext _context;

    /// <param name="context">Where it runs.</param>
    /// <param name="files">What the files are.</param>
    /// <param name="description">What it does.</param>
    protected ValidateCommand(CliContext context, string files, string description)
        : base("validate", description)
    {
        _context = context;
        _files = new Argument<string[]>("FILE") { Description = files, Arity = ArgumentArity.OneOrMore };
        Arguments.Add(_files);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    /// <summary>What is said of the bytes of a file.</summary>
    protected abstract IReadOnlyList<Diagnostic> Check(ReadOnlyMemory<byte> utf8, string file);

    /// <summary>What is said of a file that is not read because of its size; null where the size will do.</summary>
    protected abstract IReadOnlyList<Diagnostic>? RefuseSize(long bytes, string file);

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var files = parse.GetValue(_files)!;
        var diagnostics = new List<Diagnostic>();
        foreach (var file in files)
        {
            diagnostics.AddRange(await CheckAsync(file, cancellationToken));
        }

        var validation = new ValidationModel(diagnostics.TrueForAll(d => d.Severity != DiagnosticSeverity.Error), [.. diagnostics.Select(Shapes.Of)]);
        if (parse.GetValue(_json))
        {
            await _context.Output.WriteLineAsync(CliText.Json(validation, _context.Interactive));
        }
        else
        {
            foreach (var diagnostic in validation.Diagnostics)
            {
                await _context.Output.WriteLineAsync(CliPaths.Line(diagnostic));
            }

            if (validation.Valid)
            {
                await _context.Output.WriteLineAsync(files.Length == 1 ? "valid" : $"{files.Length} files, all valid");
            }
        }

        return validation.Valid ? ExitCodes.Done : ExitCodes.BadUsage;
    }

    private async Task<IReadOnlyList<Diagnostic>> CheckAsync(string file, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file, _context.WorkingDirectory);
        try
        {
            await using var stream = File.OpenRead(path);
            if (stream.CanSeek && RefuseSize(stream.Length, file) is { } tooLarge)
            {
                return tooLarge;
            }

            // A pipe has no length: one byte past the limit is enough for the reader to say so, nothing larger is read.
            var buffer = new byte[WorkflowParser.MaxBytes + 1];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return Check(buffer.AsMemory(0, length), file);
        }
        catch (FileNotFoundException)
        {
            return Unreadable(file, "there is no such file");
        }
        catch (DirectoryNotFoundException)
        {
            return Unreadable(file, "there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(file, Directory.Exists(path) ? "this is a folder: name its files" : $"cannot be read ({e.Message.TrimEnd('.')})");
        }
    }

    private static IReadOnlyList<Diagnostic> Unreadable(string file, string sentence) => [new Diagnostic(file, 1, 1, DiagnosticSeverity.Error, "unreadable-file", sentence)];
}
