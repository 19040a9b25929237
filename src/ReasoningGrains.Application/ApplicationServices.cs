using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ReasoningGrains.Application.Behaviours;

namespace ReasoningGrains.Application;

/// <summary>Registers the use cases.</summary>
public static class ApplicationServices
{
    /// <summary>Name of the activity source and of the meter that the use cases report to.</summary>
    public const string TelemetryName = TurnTelemetry.Name;

    /// <summary>Adds <see cref="IMediator"/> with all use cases and their behaviours. An <see cref="IGrainFactory"/> must be registered.</summary>
    public static IServiceCollection AddReasoningApplication(this IServiceCollection services)
    {
        services.AddOptions<LimitOptions>().BindConfiguration("Limits").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<TurnTelemetry>();
        services.AddSingleton<ServiceFactory>(provider => type => provider.GetService(type)!);
        services.AddSingleton<IMediator, Mediator>();
        AddHandlers(services);
        // The outermost comes first: what is refused by validation is not counted, what is refused by the limits is measured.
        AddBehaviour<ValidateTurn>(services);
        AddBehaviour<MeasureTurn>(services);
        AddBehaviour<LimitTurns>(services);
        AddBehaviour<ValidateItems>(services);
        AddBehaviour<ValidateLookUps>(services);
        return services;
    }

    private static void AddHandlers(IServiceCollection services)
    {
        foreach (var type in typeof(ApplicationServices).Assembly.GetTypes())
        {
            foreach (var handled in Closed(type, typeof(IRequestHandler<,>)))
            {
                services.AddSingleton(handled, type);
            }
        }
    }

    private static void AddBehaviour<T>(IServiceCollection services)
        where T : class
    {
        services.AddSingleton<T>();
        foreach (var handled in Closed(typeof(T), typeof(IPipelineBehavior<,>)))
        {
            services.AddSingleton(handled, provider => provider.GetRequiredService<T>());
        }
    }

    private static IEnumerable<Type> Closed(Type type, Type open)
        => type.GetInterfaces().Where(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == open);
}
