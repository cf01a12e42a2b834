#include "Application.h"

int main(int count, char** values)
{
    return minamo::runApplication(count, values);
}
