using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Secrets;

namespace Signalbox.Dashboard.Hosting;

/// <summary>The names that the attempt's row keeps.</summary>
internal sealed class AttemptSecretNames(IRunQueries queries) : IAttemptSecretNames
{
    public async Task<IReadOnlyList<string>> GetAsync(AttemptId attempt, CancellationToken cancellationToken) =>
        await queries.FindAttemptAsync(attempt, cancellationToken) is { } found ? found.Attempt.SecretNames : [];
}
