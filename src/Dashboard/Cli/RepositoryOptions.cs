using System.CommandLine;
using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Cli;

/// <summary>Which repository gets what is made, and whether it may replace what is there.</summary>
internal sealed class RepositoryOptions
{
    private readonly Option<string?> _repository = new("--repository") { Description = "Repository that gets it; default: the one that you are in, or the only one known", HelpName = "R" };
    private readonly Option<bool> _replace = new("--replace") { Description = "Replace what has the same name" };

    /// <summary>Adds the options to a command; the second only where what is there is not replaced anyway.</summary>
    public void AddTo(Command command, bool asksToReplace = true)
    {
        command.Options.Add(_repository);
        if (asksToReplace)
        {
            command.Options.Add(_replace);
        }
    }

    public bool Replace(ParseResult parse) => parse.GetValue(_replace);

    /// <summary>The repository that is named, else the one around the working directory; null: the server decides.</summary>
    public async Task<string?> RepositoryAsync(ParseResult parse, CliContext context, ApiClient api, CancellationToken cancellationToken)
    {
        if (parse.GetValue(_repository) is { } named)
        {
            return named.StartsWith('.') || Path.IsPathRooted(named) ? Path.GetFullPath(named, context.WorkingDirectory).TrimEnd('/') : named;
        }

        var here = Path.TrimEndingDirectorySeparator(context.WorkingDirectory) + "/";
        return (await api.GetAsync<List<RepositoryModel>>("repositories", cancellationToken))
            .Where(r => here.StartsWith(r.Path.TrimEnd('/') + "/", StringComparison.Ordinal))
            .MaxBy(r => r.Path.Length)?.Name;
    }
}
